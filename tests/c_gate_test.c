/* SPDX-License-Identifier: Apache-2.0 */
/* Gates, biases and factors, from C11. Exits with 1 at the first surprise. */
#include "c_check.h"

static void test_operands(void) {
  hillock_gate* reglu = NULL;
  CHECK(hillock_find_gate("ReGLU", &reglu) == HILLOCK_OK);
  const float a[4] = {1, 2, 3, 4}, b[4] = {2, -2, 0.5f, 3}, dy[4] = {1, 10, 100, 1000};
  float y[4], da[4], db[4];
  CHECK(hillock_gate_forward_f32(reglu, a, b, y, 4) == HILLOCK_OK);
  CHECK(y[0] == 2 && y[1] == 0 && y[2] == 1.5f && y[3] == 12);
  CHECK(hillock_gate_backward_f32(reglu, a, b, dy, da, db, 4) == HILLOCK_OK);
  CHECK(da[0] == 2 && da[1] == 0 && da[2] == 50 && da[3] == 3000);
  CHECK(db[0] == 1 && db[1] == 0 && db[2] == 300 && db[3] == 4000);
  const double wide_a = 3, wide_b = 4;
  double wide_y = 0;
  CHECK(hillock_gate_forward_f64(reglu, &wide_a, &wide_b, &wide_y, 1) == HILLOCK_OK && wide_y == 12);
  const hillock_f16 half_a = 0x4200, half_b = 0x4400; /* 3, 4 */
  hillock_f16 half_y = 0;
  CHECK(hillock_gate_forward_f16(reglu, &half_a, &half_b, &half_y, 1) == HILLOCK_OK && half_y == 0x4a00);
  const hillock_bf16 brain_a = 0x4040, brain_b = 0x4080;
  hillock_bf16 brain_y = 0;
  CHECK(hillock_gate_forward_bf16(reglu, &brain_a, &brain_b, &brain_y, 1) == HILLOCK_OK && brain_y == 0x4140);
  CHECK(hillock_gate_forward_f32(reglu, NULL, b, y, 4) == HILLOCK_INVALID_ARGUMENT &&
        error_has("a is a null pointer"));
  CHECK(hillock_gate_forward_f32(NULL, a, b, y, 4) == HILLOCK_INVALID_ARGUMENT &&
        error_has("gate is a null pointer"));
  CHECK(hillock_gate_forward_f32(reglu, NULL, NULL, NULL, 0) == HILLOCK_OK);
  hillock_release_gate(reglu);
  hillock_release_gate(NULL);
}

static void test_halves(void) {
  hillock_activation* relu = NULL;
  hillock_gate* gate = NULL;
  CHECK(hillock_find("relu", &relu) == HILLOCK_OK && hillock_gate_of(relu, &gate) == HILLOCK_OK);
  hillock_release(relu); /* the gate has its own */
  const float x[8] = {1, 2, 3, -4, 5, 6, -7, 8}, dy[4] = {1, 1, 1, 1};
  float y[4], dx[8];
  hillock_halves of = {2, 4, 1, HILLOCK_SECOND};
  CHECK(hillock_gate_halves_forward_f32(gate, x, y, &of) == HILLOCK_OK);
  CHECK(y[0] == 3 && y[1] == 0 && y[2] == 0 && y[3] == 48);
  CHECK(hillock_gate_halves_backward_f32(gate, x, dy, dx, &of) == HILLOCK_OK);
  CHECK(dx[0] == 3 && dx[1] == 0 && dx[2] == 1 && dx[3] == 0 && dx[6] == 0 && dx[7] == 6);
  of.gate = HILLOCK_FIRST;
  CHECK(hillock_gate_halves_forward_f32(gate, x, y, &of) == HILLOCK_OK);
  CHECK(y[0] == 3 && y[1] == -8 && y[2] == -35 && y[3] == 48);
  of.length = 3;
  CHECK(hillock_gate_halves_forward_f32(gate, x, y, &of) == HILLOCK_INVALID_ARGUMENT &&
        error_has("3 elements"));
  of.length = 4, of.gate = 0;
  CHECK(hillock_gate_halves_forward_f32(gate, x, y, &of) == HILLOCK_INVALID_ARGUMENT && error_has("of.gate"));
  CHECK(hillock_gate_halves_forward_f32(gate, x, y, NULL) == HILLOCK_INVALID_ARGUMENT &&
        error_has("of is a null"));
  of.outer = SIZE_MAX;
  CHECK(hillock_gate_halves_forward_f32(gate, x, y, &of) == HILLOCK_INVALID_ARGUMENT &&
        error_has("than there can be"));
  hillock_release_gate(gate);
}

static void test_names(void) {
  hillock_gate* gate = (hillock_gate*)&gate;
  CHECK(hillock_find_gate("swigl", &gate) == HILLOCK_INVALID_ARGUMENT && gate == NULL &&
        error_has("swiglu?"));
  CHECK(hillock_find_gate(NULL, &gate) == HILLOCK_INVALID_ARGUMENT &&
        hillock_find_gate("glu", NULL) == HILLOCK_INVALID_ARGUMENT);
  hillock_activation* softmax = NULL;
  CHECK(hillock_find("softmax", &softmax) == HILLOCK_OK);
  CHECK(hillock_gate_of(softmax, &gate) == HILLOCK_INVALID_ARGUMENT && gate == NULL &&
        error_has("acts on rows"));
  CHECK(hillock_gate_of(NULL, &gate) == HILLOCK_INVALID_ARGUMENT);
  hillock_release(softmax);
}

static void test_bias_and_factor(void) {
  hillock_activation* relu = NULL;
  CHECK(hillock_find("relu", &relu) == HILLOCK_OK);
  const float x[4] = {1, 2, -3, 4}, bias[2] = {1, -3}, factor[4] = {2, 2, 2, 0.5f};
  float y[4];
  hillock_call call;
  memset(&call, 0, sizeof call);
  call.size = sizeof call, call.type = HILLOCK_F32, call.operation = HILLOCK_FORWARD;
  call.x = x, call.out = y, call.outer = 2, call.length = 2, call.inner = 1;
  call.bias = bias, call.factor = factor;
  CHECK(hillock_compute(relu, &call) == HILLOCK_OK);
  CHECK(y[0] == 4 && y[1] == 0 && y[2] == 0 && y[3] == 0.5f);
  call.bias = NULL;
  CHECK(hillock_compute(relu, &call) == HILLOCK_OK && y[0] == 2 && y[1] == 4 && y[2] == 0 && y[3] == 2);
  hillock_release(relu);
}

int main(void) {
  test_operands();
  test_halves();
  test_names();
  test_bias_and_factor();
  puts("gates answer in C as promised");
  return 0;
}
