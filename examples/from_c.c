/* SPDX-License-Identifier: Apache-2.0 */
/* The same functions from C: status codes, and the reason in words. Prints:
 *   leaky_relu(slope=0.2): -0.2 0 2
 *   backward: 0.2 0.2 1
 *   hillock: unknown activation 'sigmoyd'; did you mean sigmoid?
 */
#include <hillock/c.h>
#include <stdio.h>

static int failed(void) {
  fprintf(stderr, "hillock: %s\n", hillock_last_error());
  return 1;
}

int main(void) {
  const float x[3] = {-1, 0, 2}, dy[3] = {1, 1, 1};
  float y[3], dx[3];
  hillock_activation* f = NULL;
  if (hillock_find("leaky_relu(slope=0.2)", &f) != HILLOCK_OK) return failed();
  if (hillock_forward_f32(f, x, y, 3, 0) != HILLOCK_OK) return failed();
  if (hillock_backward_f32(f, x, dy, dx, 3, 0) != HILLOCK_OK) return failed();
  printf("leaky_relu(slope=0.2): %g %g %g\n", y[0], y[1], y[2]);
  printf("backward: %g %g %g\n", dx[0], dx[1], dx[2]);
  hillock_release(f);

  if (hillock_find("sigmoyd", &f) != HILLOCK_OK) printf("%s\n", hillock_last_error());
  return 0;
}
