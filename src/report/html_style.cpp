// SPDX-License-Identifier: Apache-2.0
#include "report/page.hpp"

namespace hillock::report {

std::string_view page_style() {
  return R"css(:root{--good:#00734f;--bad:#b3400a;--soft:#f5f6f8;--link:#00639c;--code:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media screen and (prefers-color-scheme:dark){:root{--good:#4fd3a5;--bad:#ff9a66;--soft:#1e2328;--link:#7cc0f5}}
*{box-sizing:border-box}
html{background:var(--bg);color:var(--ink);-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:1120px;margin:0 auto;padding:40px clamp(16px,4vw,48px) 72px}
h1,h2,h3,h4,p,ul,dl,figure,table{margin:0}
h1{font-size:clamp(1.5rem,1.1rem + 1.9vw,2.2rem);line-height:1.22;font-weight:650;letter-spacing:-.015em;max-width:30em;text-wrap:balance}
h1.long{font-size:clamp(1.25rem,1rem + 1.1vw,1.65rem);line-height:1.3;max-width:38em}
h2{font-size:1.3rem;line-height:1.3;font-weight:650;letter-spacing:-.01em;margin-bottom:20px}
h3{font-size:1rem;font-weight:600;margin:28px 0 10px}
h4{font-size:.9rem;font-weight:500;margin-bottom:6px}
section{margin-top:56px;padding-top:28px;border-top:1px solid var(--grid)}
section h2 + h3{margin-top:0}
p{max-width:70ch}
h1,h3,h4,p,li,dd,figcaption,summary{overflow-wrap:anywhere}
p + p{margin-top:8px}
ul{padding-left:1.2em;max-width:75ch}
li + li{margin-top:4px}
code{font-family:var(--code);font-size:.92em;overflow-wrap:anywhere}
a{color:var(--link)}
sup{font-size:.75em;line-height:0}
small{display:block;font-size:.8em;color:var(--muted);white-space:nowrap}
.brand{font-weight:650;letter-spacing:.01em;margin-bottom:22px}
.brand span{font-weight:400;color:var(--muted);margin-left:.5em}
.facts{display:flex;flex-wrap:wrap;gap:14px 36px;margin-top:28px}
.facts dt,.results thead th,.plain thead th{font-size:.78rem;color:var(--muted);font-weight:500}
.facts dd{margin:0;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.warning{margin-top:16px;padding:10px 14px;border-left:3px solid var(--bad);background:var(--soft)}
.note,figcaption,.quiet{color:var(--muted);font-size:.875rem}
.note{margin-top:12px}
.verdicts{list-style:none;padding:0;max-width:none}
.verdicts li{display:grid;grid-template-columns:1.6em 1fr auto;gap:0 12px;padding:14px 0;border-top:1px solid var(--grid);margin:0}
.verdicts li:first-child{border-top:0;padding-top:0}
.verdicts .sign,.verdicts .says{font-weight:600;color:var(--muted)}
.verdicts .says{font-size:.875rem;white-space:nowrap}
.verdicts .evidence{max-width:none;margin-top:2px;color:var(--muted);font-size:.875rem;font-variant-numeric:tabular-nums}
.better .sign,.better .says{color:var(--good)}
.worse .sign,.worse .says{color:var(--bad)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:baseline;padding:8px 18px 8px 0;font-weight:400}
th:last-child,td:last-child{padding-right:0}
thead th{border-bottom:1px solid var(--line);white-space:nowrap}
tbody tr + tr > *{border-top:1px solid var(--grid)}
th.number,td.number{text-align:right;white-space:nowrap}
.results{width:100%}
.results tbody th{font-weight:500;white-space:nowrap}
.results th,.results td{padding-right:14px}
.results .baseline{background:var(--soft)}
.rank{color:var(--muted)}
.swatch{width:28px;height:12px;margin-right:10px;vertical-align:-1px}
.badge{display:inline-block;font-size:.8rem;line-height:1.4;padding:1px 8px;margin:1px 4px 1px 0;border:1px solid var(--line);border-radius:10px;white-space:nowrap;color:var(--muted)}
.badge.better,.badge.fine{color:var(--good);border-color:currentColor}
.badge.worse,.badge.fault{color:var(--bad);border-color:currentColor}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:36px 48px}
.pair h3{margin:0 0 12px}
figure{min-width:0}
figcaption{margin-top:8px}
.chart{display:block;width:100%;height:auto;overflow:visible}
.pair:has(.series:hover) .chart:hover .series:not(:hover){opacity:.25}
.heats{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,290px),1fr));gap:20px 36px;margin-top:16px}
.maps{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(46%,180px),1fr));gap:24px 20px;margin-top:20px;align-items:end}
.maps h3{margin:0 0 8px;font:500 .9rem var(--code);overflow-wrap:anywhere}
.maps image{image-rendering:auto}
.maps .chart text{font-size:17px}
.edge{fill:none;stroke:var(--line)}
.p{stroke:var(--bg);stroke-width:.5;fill:var(--ink)}
.p0{fill:#005a8f}.p1{fill:#8a5a00}.p2{fill:#006e50}.p3{fill:#a0437a}.p4{fill:#1f76a8}.p5{fill:#a84800}.p6{fill:#7a7000}.p7{fill:#555}
.legend{margin-top:14px;font-size:.875rem}
.legend span{margin-right:20px}
.legend svg{vertical-align:-1px}
@media screen and (prefers-color-scheme:dark){.p0{fill:#9ad4ff}.p1{fill:#ffd27a}.p2{fill:#7ff0c8}.p3{fill:#ffb8e2}.p4{fill:#c4e9ff}.p5{fill:#ffb38a}.p6{fill:#fff3a0}.p7{fill:#ddd}}
.findings{display:grid;grid-template-columns:max-content 1fr;gap:8px 24px}
.findings dt{max-width:14em}
.findings dd{margin:0}
.findings ul{padding:0;list-style:none}
.fault strong{color:var(--bad);font-weight:600}
article + article{margin-top:28px}
article h3{margin-top:0}
.plain tbody th{color:var(--muted);white-space:nowrap}
.plain td{overflow-wrap:anywhere}
.runs td,.runs th{padding-top:4px;padding-bottom:4px;font-size:.875rem}
.scroll + ul{margin-top:16px}
details{margin-top:24px}
summary{cursor:pointer}
.verdicts + details{margin-top:14px}
details[open] summary{margin-bottom:12px}
.links a{margin-right:20px}
.command{margin:0;padding:12px 14px;background:var(--soft);border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere}
.command code{user-select:all}
.command + button{margin-top:8px;font:inherit;font-size:.875rem}
#tip{position:absolute;z-index:1;pointer-events:none;background:var(--bg);border:1px solid var(--line);border-radius:6px;padding:6px 10px;font-size:.8rem;line-height:1.45;white-space:pre;font-variant-numeric:tabular-nums}
@media screen and (max-width:760px){
main{padding-top:24px}
section{margin-top:40px}
.verdicts li{grid-template-columns:1.4em 1fr}
.verdicts .says{grid-column:2}
.results thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.results,.results tbody,.results tr{display:block}
.results tr{padding:14px 0;border-top:1px solid var(--grid)}
.results tr > *{display:grid;grid-template-columns:9.5rem 1fr;text-align:left;padding:2px 0;border:0}
.results tr > *,.results td.number{text-align:left}
.results td::before{content:attr(data-label);color:var(--muted);font-size:.8rem}
.results tr > th{display:block;padding-bottom:6px;white-space:normal}
.results td.rank,.results td.empty{display:none}
.results .baseline{padding-left:12px;padding-right:12px}
.results small{grid-column:2}
.results td > .badge{justify-self:start}
.results .health{display:block}
.results .health::before{display:inline-block;width:9.5rem}
.findings{grid-template-columns:1fr;gap:2px}
.findings dd{margin-bottom:12px}
}
@media print{
@page{margin:16mm 14mm}
html{font-size:10pt}
.results{font-size:.9rem}
h1{font-size:18pt}
.facts{gap:8pt 20pt}
.heats{grid-template-columns:repeat(3,1fr)}
.maps{grid-template-columns:repeat(5,minmax(0,1fr));gap:10pt}
.maps h3{font-size:.75rem}
main{max-width:none;padding:0}
section{margin-top:22pt;padding-top:12pt}
figure,article,.verdicts li,tr{break-inside:avoid}
h2,h3,h4{break-after:avoid}
.pair{grid-template-columns:1fr 1fr;gap:18pt}
.scroll{overflow:visible}
.links,.command + button,#tip{display:none}
th,td{padding-right:10px}
.badge{white-space:normal}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
)css";
}

std::string_view page_script() {
  // No "<" and no "&" in here: the page stays well-formed XML.
  return R"js(const numbers = document.getElementById('numbers'), download = document.getElementById('download');
download.href = URL.createObjectURL(new Blob([numbers.textContent], {type: 'application/json'}));

const command = document.getElementById('command');
if (command) if (navigator.clipboard) {
  const copy = document.createElement('button');
  copy.textContent = 'Copy';
  copy.addEventListener('click', () => navigator.clipboard.writeText(command.textContent).then(() => { copy.textContent = 'Copied'; }));
  command.parentNode.after(copy);
}

const tip = document.body.appendChild(document.createElement('div'));
tip.id = 'tip';
tip.hidden = true;
const value = (s, at) => {
  const v = s[2] + (at - s[0]) / (s[1] - s[0]) * (s[3] - s[2]);
  return s[4] ? 10 ** v : v;
};
for (const chart of document.querySelectorAll('svg[data-axes]')) {
  const axes = JSON.parse(chart.dataset.axes);
  const lines = Array.from(chart.querySelectorAll('.series'), (g) => ({
    name: g.querySelector('title').textContent,
    points: Array.from(g.querySelector('.s').getAttribute('d').matchAll(/[ML]([-.0-9]+) ([-.0-9]+)/g), (m) => [+m[1], +m[2]]),
  }));
  chart.querySelectorAll('title').forEach((title) => title.remove());
  const rule = chart.appendChild(document.createElementNS(chart.namespaceURI, 'line'));
  rule.setAttribute('class', 'mark');
  rule.setAttribute('y1', axes.y[1]);
  rule.setAttribute('y2', axes.y[0]);
  rule.style.display = 'none';
  chart.addEventListener('pointermove', (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(chart.getScreenCTM().inverse()).x;
    let nearest = Infinity;
    for (const line of lines) for (const [x] of line.points) if (Math.abs(nearest - at) > Math.abs(x - at)) nearest = x;
    const rows = lines.map((line) => [line.name, line.points.find(([x]) => 0.2 > Math.abs(x - nearest))])
      .filter((row) => row[1]).sort((a, b) => a[1][1] - b[1][1]);
    const framed = (y) => Math.max(axes.y[1], Math.min(axes.y[0], y));
    const number = (y) => Math.abs(framed(y) - y) > 0.2 ? (y > framed(y) ? 'below' : 'above') : axes.percent ? (100 * value(axes.y, y)).toFixed(1) + ' %' : value(axes.y, y).toPrecision(3);
    tip.textContent = [Math.round(value(axes.x, nearest)), ...rows.map((row) => number(row[1][1]) + '  ' + row[0])].join('\n');
    tip.style.left = Math.min(event.pageX + 14, document.documentElement.clientWidth - 220) + 'px';
    tip.style.top = event.pageY + 14 + 'px';
    tip.hidden = rows.length === 0;
    rule.setAttribute('x1', nearest);
    rule.setAttribute('x2', nearest);
    rule.style.display = tip.hidden ? 'none' : '';
  });
  chart.addEventListener('pointerleave', () => {
    tip.hidden = true;
    rule.style.display = 'none';
  });
}
)js";
}

}  // namespace hillock::report
