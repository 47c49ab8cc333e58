/* SPDX-License-Identifier: Apache-2.0 */
/* The C interface, from C11: results, errors with their text, null pointers. Exits with 1 at the first
 * surprise. */
#include <math.h>

#include "c_check.h"

static hillock_activation* found(const char* name) {
  hillock_activation* f = NULL;
  CHECK(hillock_find(name, &f) == HILLOCK_OK);
  CHECK(f != NULL);
  return f;
}

static void test_names(void) {
  int relu = 0, portable = 0;
  CHECK(strlen(hillock_version()) >= 5);
  CHECK(hillock_last_error()[0] == '\0');
  CHECK(hillock_count() >= 7);
  for (size_t i = 0; i < hillock_count(); ++i) {
    hillock_activation* f = found(hillock_name(i));
    hillock_release(f);
    relu |= strcmp(hillock_name(i), "relu") == 0;
  }
  CHECK(relu);
  CHECK(hillock_name(hillock_count()) == NULL);
  for (size_t i = 0; i < hillock_isa_count(); ++i) {
    CHECK(hillock_use(hillock_isa_name(i)) == HILLOCK_OK);
    CHECK(strcmp(hillock_active_isa(), hillock_isa_name(i)) == 0);
    portable |= strcmp(hillock_isa_name(i), "portable") == 0;
  }
  CHECK(portable);
  CHECK(hillock_isa_name(hillock_isa_count()) == NULL);
  CHECK(hillock_use("avx1024") == HILLOCK_INVALID_ARGUMENT);
  CHECK(error_has("avx1024") && error_has("portable"));
  CHECK(hillock_use(hillock_isa_name(0)) == HILLOCK_OK);
}

static void test_choices(void) {
  const unsigned cores = hillock_threads();
  CHECK(cores >= 1);
  CHECK(hillock_use("portable") == HILLOCK_OK && strcmp(hillock_active_isa(), "portable") == 0);
  CHECK(hillock_use_here(hillock_isa_name(0)) == HILLOCK_OK);
  CHECK(strcmp(hillock_active_isa(), hillock_isa_name(0)) == 0);
  CHECK(hillock_use_here("avx1024") == HILLOCK_INVALID_ARGUMENT && error_has("avx1024"));
  CHECK(strcmp(hillock_active_isa(), hillock_isa_name(0)) == 0);
  CHECK(hillock_use_here(NULL) == HILLOCK_OK && strcmp(hillock_active_isa(), "portable") == 0);
  CHECK(hillock_use("auto") == HILLOCK_OK);
  hillock_use_threads(2);
  CHECK(hillock_threads() == 2);
  hillock_use_threads_here(1);
  CHECK(hillock_threads() == 1);
  hillock_use_threads(3);
  CHECK(hillock_threads() == 1);
  hillock_use_threads_here(HILLOCK_AS_PROCESS);
  CHECK(hillock_threads() == 3);
  hillock_use_threads_here(0);
  CHECK(hillock_threads() == cores);
  hillock_use_threads_here(HILLOCK_AS_PROCESS);
  hillock_use_threads(2147483648u);
  CHECK(hillock_threads() == 4 * cores);
  hillock_use_threads(0);
}

static void test_handles(void) {
  hillock_activation *f = found("leaky_relu(slope=0.25)"), *g = NULL;
  double slope = 0;
  CHECK(hillock_clone(f, &g) == HILLOCK_OK && g != NULL && g != f);
  CHECK(hillock_equal(f, g) == 1 && hillock_equal(f, NULL) == 0 && hillock_equal(NULL, NULL) == 0);
  CHECK(hillock_set(g, "slope", 0.5) == HILLOCK_OK && hillock_equal(f, g) == 0);
  CHECK(hillock_get(f, "slope", &slope) == HILLOCK_OK && slope == 0.25);
  hillock_release(f);
  CHECK(hillock_get(g, "slope", &slope) == HILLOCK_OK && slope == 0.5);
  CHECK(hillock_clone(NULL, &f) == HILLOCK_INVALID_ARGUMENT && f == NULL);
  CHECK(hillock_clone(g, NULL) == HILLOCK_INVALID_ARGUMENT && error_has("null"));
  hillock_release(g);
}

static void test_cards(void) {
  hillock_activation* f = found("leaky_relu(slope=0.25)");
  const hillock_card* card = hillock_card_of(f);
  CHECK(card != NULL && strcmp(card->name, "leaky_relu") == 0 && card->smoothness == 0);
  CHECK(card->parameter_count == 1 && strcmp(card->parameters[0].name, "slope") == 0);
  CHECK(card->parameters[0].standard == 0.01 && card->parameters[0].low == -1e30);
  hillock_release(f);
  CHECK(strcmp(card->name, "leaky_relu") == 0);
  for (size_t i = 0; i < hillock_count(); ++i) {
    f = found(hillock_name(i));
    card = hillock_card_of(f);
    CHECK(strcmp(card->name, hillock_name(i)) == 0);
    CHECK(strlen(card->formula) < 200 && strlen(card->good_for) < 400 && strlen(card->bad_for) < 400);
    CHECK(card->range_low < card->range_high);
    CHECK(card->lipschitz > 0 || (card->lipschitz == 0 && card->smoothness == -1));
    if (strcmp(card->name, "tanh") == 0) {
      CHECK(card->range_low == -1 && card->range_high == 1 && card->monotone == 1);
      CHECK(card->zero_centred == 1 && card->smoothness == 99 && card->of_rows == 0);
    }
    if (strcmp(card->name, "softmax") == 0) CHECK(card->of_rows == 1);
    hillock_release(f);
  }
  CHECK(hillock_card_of(NULL) == NULL);
}

static void test_overlaps(void) {
  hillock_activation* f = found("relu");
  float x[8] = {-1, 2, -3, 4};
  CHECK(hillock_forward_f32(f, x, x, 4, 0) == HILLOCK_OK && x[0] == 0 && x[1] == 2);
  CHECK(hillock_forward_f32(f, x, x + 4, 4, 0) == HILLOCK_OK);
  CHECK(hillock_forward_f32(f, x, x + 1, 4, 0) == HILLOCK_INVALID_ARGUMENT && error_has("overlap"));
  CHECK(hillock_backward_f32(f, x, x + 4, x + 2, 4, 0) == HILLOCK_INVALID_ARGUMENT && error_has("overlap"));
  hillock_release(f);
}

static void test_parameters(void) {
  hillock_activation* f = found("leaky_relu(slope=0.25)");
  const float x[3] = {-1, 0, 2};
  float y[3];
  double slope = 0;
  CHECK(hillock_get(f, "slope", &slope) == HILLOCK_OK && slope == 0.25);
  CHECK(hillock_forward_f32(f, x, y, 3, 0) == HILLOCK_OK);
  CHECK(y[0] == -0.25f && y[1] == 0 && y[2] == 2);
  CHECK(hillock_set(f, "slope", 0.5) == HILLOCK_OK);
  CHECK(hillock_forward_f32(f, x, y, 3, 0) == HILLOCK_OK);
  CHECK(y[0] == -0.5f);
  CHECK(hillock_set(f, "alpha", 0.125) == HILLOCK_OK &&
        hillock_get(f, "Negative Slope", &slope) == HILLOCK_OK);
  CHECK(slope == 0.125 && hillock_set(f, "slope", 0.5) == HILLOCK_OK);
  CHECK(hillock_set(f, "slope", (double)NAN) == HILLOCK_INVALID_ARGUMENT);
  CHECK(hillock_set(f, "slop", 1) == HILLOCK_INVALID_ARGUMENT);
  CHECK(error_has("slop") && error_has("slope"));
  CHECK(hillock_get(f, "slope", &slope) == HILLOCK_OK && slope == 0.5);
  hillock_release(f);
  f = found("LeakyReLU(alpha=0.25)");
  CHECK(hillock_get(f, "slope", &slope) == HILLOCK_OK && slope == 0.25);
  hillock_release(f);
  CHECK(hillock_find("leaky_relu(slope=0.1,alpha=0.2)", &f) == HILLOCK_INVALID_ARGUMENT && f == NULL);
  CHECK(error_has("slope is given twice: 0.1 and 0.2"));
}

/* relu on numbers that all four types hold exactly. */
static void test_types(void) {
  hillock_activation* f = found("relu");
  const float x32[2] = {-1, 2}, dy32[2] = {3, 4};
  const double x64[2] = {-1, 2}, dy64[2] = {3, 4};
  const hillock_f16 x16[2] = {0xbc00, 0x4000}, dy16[2] = {0x4200, 0x4400};
  const hillock_bf16 xb[2] = {0xbf80, 0x4000}, dyb[2] = {0x4040, 0x4080};
  float a[2];
  double b[2];
  hillock_f16 c[2];
  hillock_bf16 d[2];
  CHECK(hillock_forward_f32(f, x32, a, 2, 0) == HILLOCK_OK && a[0] == 0 && a[1] == 2);
  CHECK(hillock_forward_f64(f, x64, b, 2, 0) == HILLOCK_OK && b[0] == 0 && b[1] == 2);
  CHECK(hillock_forward_f16(f, x16, c, 2, 0) == HILLOCK_OK && c[0] == 0 && c[1] == 0x4000);
  CHECK(hillock_forward_bf16(f, xb, d, 2, 0) == HILLOCK_OK && d[0] == 0 && d[1] == 0x4000);
  CHECK(hillock_slope_f32(f, x32, a, 2) == HILLOCK_OK && a[0] == 0 && a[1] == 1);
  CHECK(hillock_slope_f64(f, x64, b, 2) == HILLOCK_OK && b[0] == 0 && b[1] == 1);
  CHECK(hillock_slope_f16(f, x16, c, 2) == HILLOCK_OK && c[0] == 0 && c[1] == 0x3c00);
  CHECK(hillock_slope_bf16(f, xb, d, 2) == HILLOCK_OK && d[0] == 0 && d[1] == 0x3f80);
  CHECK(hillock_backward_f32(f, x32, dy32, a, 2, 0) == HILLOCK_OK && a[0] == 0 && a[1] == 4);
  CHECK(hillock_backward_f64(f, x64, dy64, b, 2, 0) == HILLOCK_OK && b[0] == 0 && b[1] == 4);
  CHECK(hillock_backward_f16(f, x16, dy16, c, 2, 0) == HILLOCK_OK && c[0] == 0 && c[1] == 0x4400);
  CHECK(hillock_backward_bf16(f, xb, dyb, d, 2, 0) == HILLOCK_OK && d[0] == 0 && d[1] == 0x4080);
  CHECK(hillock_has_backward_from_output(f) == 1);
  CHECK(hillock_backward_from_output_f32(f, x32, dy32, a, 2, 0) == HILLOCK_OK && a[0] == 0 && a[1] == 4);
  CHECK(hillock_backward_from_output_f64(f, x64, dy64, b, 2, 0) == HILLOCK_OK && b[0] == 0 && b[1] == 4);
  CHECK(hillock_backward_from_output_f16(f, x16, dy16, c, 2, 0) == HILLOCK_OK && c[0] == 0 && c[1] == 0x4400);
  CHECK(hillock_backward_from_output_bf16(f, xb, dyb, d, 2, 0) == HILLOCK_OK && d[0] == 0 && d[1] == 0x4080);
  hillock_release(f);
}

static void test_rows(void) {
  hillock_activation* f = found("softmax");
  const float x[6] = {0, 0, 0, 1, 1, 1};
  float y[6];
  CHECK(hillock_forward_f32(f, x, y, 6, 2) == HILLOCK_OK && y[0] == 0.5f && y[1] == 0.5f);
  CHECK(hillock_forward_f32(f, x, y, 6, 4) == HILLOCK_INVALID_ARGUMENT && error_has("columns"));
  CHECK(hillock_slope_f32(f, x, y, 6) == HILLOCK_INVALID_ARGUMENT && error_has("backward"));
  hillock_release(f);
}

static void test_errors(void) {
  hillock_activation* f = found("relu");
  hillock_release(f);
  const float x[1] = {1};
  float y[1] = {7};
  CHECK(hillock_find("sigmoyd", &f) == HILLOCK_INVALID_ARGUMENT && f == NULL);
  CHECK(error_has("sigmoyd") && error_has("sigmoid"));
  CHECK(hillock_find(NULL, &f) == HILLOCK_INVALID_ARGUMENT && error_has("null"));
  CHECK(hillock_find("relu", NULL) == HILLOCK_INVALID_ARGUMENT && error_has("null"));
  CHECK(hillock_find("leaky_relu(slope=)", &f) == HILLOCK_INVALID_ARGUMENT && f == NULL);
  CHECK(hillock_forward_f32(NULL, x, y, 1, 0) == HILLOCK_INVALID_ARGUMENT && y[0] == 7);
  f = found("leaky_relu(slope=-1)");
  CHECK(hillock_forward_f32(f, NULL, y, 1, 0) == HILLOCK_INVALID_ARGUMENT &&
        error_has("x is a null pointer"));
  CHECK(hillock_forward_f32(f, x, NULL, 1, 0) == HILLOCK_INVALID_ARGUMENT &&
        error_has("y is a null pointer"));
  CHECK(hillock_backward_f32(f, x, NULL, y, 1, 0) == HILLOCK_INVALID_ARGUMENT &&
        error_has("dy is a null pointer"));
  CHECK(hillock_forward_f32(f, NULL, NULL, 0, 0) == HILLOCK_OK);
  CHECK(hillock_has_backward_from_output(f) == 0 && hillock_has_backward_from_output(NULL) == 0);
  CHECK(hillock_backward_from_output_f32(f, x, x, y, 1, 0) == HILLOCK_INVALID_ARGUMENT && y[0] == 7);
  CHECK(hillock_get(f, "slope", NULL) == HILLOCK_INVALID_ARGUMENT);
  CHECK(hillock_get(NULL, "slope", NULL) == HILLOCK_INVALID_ARGUMENT);
  CHECK(hillock_set(NULL, "slope", 1) == HILLOCK_INVALID_ARGUMENT);
  CHECK(hillock_set(f, NULL, 1) == HILLOCK_INVALID_ARGUMENT);
  CHECK(hillock_use(NULL) == HILLOCK_INVALID_ARGUMENT);
  hillock_release(f);
  hillock_release(NULL);
}

static void test_whole_calls(void) {
  /* Two images of three channels and two pixels: softmax over the channels, of which one mask leaves one out.
   */
  const float x[12] = {0, 1, 0, 1, 0, 1, 5, 2, 5, 2, NAN, NAN};
  const unsigned char mask[12] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0};
  const double slopes[3] = {0.5, 0.25, 0};
  float y[12], dx[12];
  hillock_activation *softmax = found("softmax"), *leaky = found("leaky_relu");
  hillock_call call;
  memset(&call, 0, sizeof call);
  call.size = sizeof call, call.type = HILLOCK_F32, call.operation = HILLOCK_FORWARD;
  call.x = x, call.out = y, call.outer = 2, call.length = 3, call.inner = 2, call.mask = mask;
  CHECK(hillock_compute(softmax, &call) == HILLOCK_OK);
  for (int i = 0; i < 12; ++i) CHECK(y[i] == (i < 6 ? 1 / 3.0f : i < 10 ? 0.5f : 0));
  call.mask = NULL, call.x = y, call.dy = y, call.out = dx, call.parameters = slopes;
  call.operation = HILLOCK_BACKWARD;
  CHECK(hillock_compute(leaky, &call) == HILLOCK_OK);
  for (int i = 0; i < 12; ++i) CHECK(dx[i] == y[i]);
  call.operation = 7;
  CHECK(hillock_compute(leaky, &call) == HILLOCK_INVALID_ARGUMENT && error_has("call.operation"));
  call.operation = HILLOCK_BACKWARD, call.type = 9;
  CHECK(hillock_compute(leaky, &call) == HILLOCK_INVALID_ARGUMENT && error_has("call.type"));
  call.type = HILLOCK_F32, call.size = 8;
  CHECK(hillock_compute(leaky, &call) == HILLOCK_INVALID_ARGUMENT && error_has("call.size is 8"));
  call.size = sizeof call, call.outer = SIZE_MAX;
  CHECK(hillock_compute(leaky, &call) == HILLOCK_INVALID_ARGUMENT && error_has("outer * length * inner"));
  call.outer = 2, call.dy = NULL;
  CHECK(hillock_compute(leaky, &call) == HILLOCK_INVALID_ARGUMENT && error_has("dy has 0"));
  CHECK(hillock_compute(leaky, NULL) == HILLOCK_INVALID_ARGUMENT && error_has("call is a null pointer"));
  CHECK(hillock_compute(NULL, &call) == HILLOCK_INVALID_ARGUMENT);
  hillock_release(softmax), hillock_release(leaky);
}

static void test_masks(void) {
  /* A causal matrix of two rows and three columns; the first may see none but its own. */
  const float x[6] = {3, NAN, NAN, 1, 1, NAN}, added[6] = {0, 0, 0, 0, -INFINITY, 0};
  float y[6];
  hillock_activation *softmax = found("softmax"), *sum = found("logsumexp");
  hillock_call call;
  memset(&call, 0, sizeof call);
  call.size = sizeof call, call.type = HILLOCK_F32, call.operation = HILLOCK_FORWARD;
  call.x = x, call.out = y, call.outer = 2, call.length = 3, call.inner = 1, call.causal_rows = 2;
  CHECK(hillock_compute(softmax, &call) == HILLOCK_OK);
  CHECK(y[0] == 1 && y[1] == 0 && y[2] == 0 && y[3] == 0.5f && y[4] == 0.5f && y[5] == 0);
  call.additive_mask = added;
  CHECK(hillock_compute(softmax, &call) == HILLOCK_OK && y[3] == 1 && y[4] == 0);
  call.causal_offset = -1;
  CHECK(hillock_compute(softmax, &call) == HILLOCK_OK && isnan(y[0]) && y[3] == 1);
  call.empty_rows_are_zero = 1;
  CHECK(hillock_compute(softmax, &call) == HILLOCK_OK && y[0] == 0 && y[2] == 0);
  y[2] = 7;
  CHECK(hillock_compute(sum, &call) == HILLOCK_OK && y[0] == -INFINITY && y[1] == 1 && y[2] == 7);
  /* A program that was compiled before masks were more than bytes. */
  call.size = offsetof(hillock_call, additive_mask), call.x = added, call.inner = 2, call.outer = 1;
  CHECK(hillock_compute(softmax, &call) == HILLOCK_OK && y[1] == 0.333333343f);
  CHECK(hillock_card_of(sum)->reduces == 1 && hillock_card_of(softmax)->reduces == 0);
  const float two[4] = {0, 0, 5, -INFINITY}, dy[2] = {4, 2};
  CHECK(hillock_forward_f32(sum, two, y, 4, 2) == HILLOCK_OK && y[0] == 0.693147182f && y[1] == 5);
  CHECK(hillock_backward_f32(sum, two, dy, y, 4, 2) == HILLOCK_OK);
  CHECK(y[0] == 2 && y[1] == 2 && y[2] == 2 && y[3] == 0);
  CHECK(hillock_forward_f32(sum, two, y, 4, 3) == HILLOCK_INVALID_ARGUMENT && error_has("columns"));
  hillock_release(softmax), hillock_release(sum);
}

static void test_cross_entropy(void) {
  const float logits[4] = {0, 0, 0, -INFINITY};
  const int32_t labels[2] = {1, 0};
  const double weights[2] = {1, 3};
  float dlogits[4];
  double losses[2], mean = 7;
  hillock_cross_entropy call;
  memset(&call, 0, sizeof call);
  call.size = sizeof call, call.type = HILLOCK_F32, call.logits = logits, call.labels = labels;
  call.rows = 2, call.classes = 2, call.dlogits = dlogits, call.losses = losses;
  CHECK(hillock_softmax_cross_entropy(&call, &mean) == HILLOCK_OK);
  CHECK(losses[0] == 0.69314718055994531 && losses[1] == 0 && mean == losses[0] / 2);
  CHECK(dlogits[0] == 0.25f && dlogits[1] == -0.25f && dlogits[2] == 0 && dlogits[3] == 0);
  call.class_weights = weights, call.dlogits = NULL;
  CHECK(hillock_softmax_cross_entropy(&call, &mean) == HILLOCK_OK && mean == 3 * 0.69314718055994531 / 4);
  call.label_smoothing = 2, mean = 7;
  CHECK(hillock_softmax_cross_entropy(&call, &mean) == HILLOCK_INVALID_ARGUMENT && mean == 7);
  CHECK(error_has("label_smoothing = 2 is outside 0"));
  call.label_smoothing = 0, call.labels = NULL;
  CHECK(hillock_softmax_cross_entropy(&call, &mean) == HILLOCK_INVALID_ARGUMENT &&
        error_has("labels is a null"));
  call.labels = labels, call.rows = SIZE_MAX;
  CHECK(hillock_softmax_cross_entropy(&call, &mean) == HILLOCK_INVALID_ARGUMENT &&
        error_has("rows * classes"));
  call.rows = 2, call.size = 8;
  CHECK(hillock_softmax_cross_entropy(&call, &mean) == HILLOCK_INVALID_ARGUMENT &&
        error_has("call.size is 8"));
  call.size = sizeof call, call.type = 9;
  CHECK(hillock_softmax_cross_entropy(&call, &mean) == HILLOCK_INVALID_ARGUMENT && error_has("call.type"));
  CHECK(hillock_softmax_cross_entropy(NULL, &mean) == HILLOCK_INVALID_ARGUMENT);
  CHECK(hillock_softmax_cross_entropy(&call, NULL) == HILLOCK_INVALID_ARGUMENT);
}

static void test_formulas(void) {
  const hillock_definition soft = {"soft", "x / (1 + abs(x))"}, nameless = {NULL, "x"};
  hillock_activation *f = NULL, *g = NULL;
  const hillock_card* card;
  float x[2] = {-1, 3}, y[2];
  CHECK(hillock_formula("a*soft(x)", &soft, 1, &f) == HILLOCK_OK);
  CHECK(hillock_set(f, "a", 2) == HILLOCK_OK);
  CHECK(hillock_forward_f32(f, x, y, 2, 0) == HILLOCK_OK && y[0] == -1 && y[1] == 1.5F);
  CHECK(hillock_find("a*(x/(1 + abs(x))); a=2", &g) == HILLOCK_OK && hillock_equal(f, g) == 1);
  hillock_release(f);
  CHECK(hillock_clone(g, &f) == HILLOCK_OK);
  hillock_release(g);
  card = hillock_card_of(f);
  CHECK(strcmp(card->name, "a*(x/(1 + abs(x)))") == 0 && strcmp(card->formula, card->name) == 0);
  CHECK(card->range_low == -1 && card->range_high == 1 && card->monotone && card->zero_centred);
  CHECK(card->parameter_count == 1 && strcmp(card->parameters[0].name, "a") == 0);
  hillock_release(f);
  CHECK(hillock_formula("x*", NULL, 0, &f) == HILLOCK_INVALID_ARGUMENT && f == NULL && error_has("column 3"));
  CHECK(hillock_formula(NULL, NULL, 0, &f) == HILLOCK_INVALID_ARGUMENT &&
        error_has("text is a null pointer"));
  CHECK(hillock_formula("x", NULL, 1, &f) == HILLOCK_INVALID_ARGUMENT && error_has("definitions"));
  CHECK(hillock_formula("x", &nameless, 1, &f) == HILLOCK_INVALID_ARGUMENT && error_has("definition's name"));
  CHECK(hillock_formula("x", NULL, 0, NULL) == HILLOCK_INVALID_ARGUMENT && error_has("result"));
}

int main(void) {
  test_names();
  test_masks();
  test_cross_entropy();
  test_formulas();
  test_whole_calls();
  test_choices();
  test_handles();
  test_cards();
  test_overlaps();
  test_parameters();
  test_types();
  test_rows();
  test_errors();
  puts("the C interface answers as promised");
  return 0;
}
