/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The C interface of hillock: activations by name, status codes, error text.
 *
 * Every function that can fail returns a hillock_status and writes its result through a pointer; where the
 * status is not HILLOCK_OK, hillock_last_error() says why and outputs are untouched. No C++ exception
 * crosses. All functions may be called from any thread, also from destructors and atexit handlers at the
 * process's end. Several threads may use one hillock_activation at once through functions that take it as
 * const; hillock_set and hillock_release change it, so while they run no other thread may use that handle
 * (hillock_clone gives each thread its own).
 *
 * Results are the same bits as those of the C++ interface (hillock/activation.hpp), which describes them.
 *
 * Example:
 * ```c
 * const float x[3] = {-1, 0, 2};
 * float y[3];
 * hillock_activation* leaky = NULL;
 * if (hillock_find("leaky_relu(slope=0.2)", &leaky) != HILLOCK_OK ||
 *     hillock_forward_f32(leaky, x, y, 3, 0) != HILLOCK_OK)
 *   fprintf(stderr, "%s\n", hillock_last_error());
 * hillock_release(leaky);
 * ```
 */
#ifndef HILLOCK_C_H
#define HILLOCK_C_H

#include <stddef.h>
#include <stdint.h>

#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif
#ifdef __cplusplus
extern "C" {
#endif

typedef enum hillock_status {
  HILLOCK_OK = 0,
  HILLOCK_INVALID_ARGUMENT =
      1, /**< an unknown name, a value out of range, a null pointer, sizes that do not fit */
  HILLOCK_OUT_OF_MEMORY = 2,
  HILLOCK_FAILED = 3 /**< anything else */
} hillock_status;

/** An activation function with its parameters set. */
typedef struct hillock_activation hillock_activation;

/** IEEE 754 binary16 and bfloat16, as their bits. */
typedef uint16_t hillock_f16;
typedef uint16_t hillock_bf16;

/** The library's version, "0.1.0". */
const char* hillock_version(void);

/** What went wrong in this thread's last call that failed; "" before the first. Valid until the thread's next
 * failure or end; at most HILLOCK_LAST_ERROR_SIZE bytes with its end, cut where it would be longer. */
#define HILLOCK_LAST_ERROR_SIZE 1024
const char* hillock_last_error(void);

/** How many activations there are, and the name of number i (NULL if i is not below the count). */
size_t hillock_count(void);
const char* hillock_name(size_t i);

/**
 * Finds an activation by name, with default parameters or those given: "relu", "leaky_relu(slope=0.2)".
 * Other libraries' names will do, in any letter case: "LeakyReLU(alpha=0.3)", "logistic".
 * On success *result is a new handle for hillock_release; otherwise it is NULL. The error names the nearest
 * names.
 */
hillock_status hillock_find(const char* name, hillock_activation** result);
/** A name given to a formula, for use in others as a function of one number. */
typedef struct hillock_definition {
  const char* name;
  const char* formula;
} hillock_definition;

/**
 * The activation that a formula of x describes: "x*sigmoid(1.702*x)", "a*max(0, x)^2; a=0.5";
 * hillock/activation.hpp says what may stand in it. `definitions` are `count` names that it may use, NULL and
 * 0 for none. hillock_find takes a formula, too, where x stands in it as a word. On success *result is a new
 * handle for hillock_release; otherwise it is NULL. The error names the column and what was expected there.
 */
hillock_status hillock_formula(const char* text, const hillock_definition* definitions, size_t count,
                               hillock_activation** result);
/** A second handle with the same parameters, for hillock_release; NULL in *result on failure. */
hillock_status hillock_clone(const hillock_activation* activation, hillock_activation** result);
/** Frees a handle; NULL is allowed. */
void hillock_release(hillock_activation* activation);

/** Whether two handles are of the same function with the same parameters: 1 or 0 (0 if one is NULL). */
int hillock_equal(const hillock_activation* a, const hillock_activation* b);

/** A number that a function's formula leaves open. */
typedef struct hillock_parameter {
  const char* name;
  double standard;  /**< what it is where nobody says */
  double low, high; /**< the closed interval of valid values */
  const char* about;
} hillock_parameter;

/** What is known of a function, with default parameters; hillock/card.hpp describes the fields. */
typedef struct hillock_card {
  const char* name;
  const char* formula;
  int of_rows;                  /**< 1: acts on rows (softmax), 0: on single elements */
  double range_low, range_high; /**< the smallest closed interval that holds every output */
  int monotone, zero_centred;   /**< 1 or 0 */
  int smoothness;   /**< how often continuously differentiable: -1 for a jump, 0 for a kink, 99 for infinitely
                       often */
  double lipschitz; /**< the largest slope */
  const char* good_for;
  const char* bad_for;
  const hillock_parameter* parameters;
  size_t parameter_count;
  int reduces; /**< 1: makes one number of a row (logsumexp); its y and dy have one for each row */
} hillock_card;

/** The card of the handle's function, which lives as long as the process, of a formula as long as the handle;
 * NULL for NULL. Later versions may add fields at the end. */
const hillock_card* hillock_card_of(const hillock_activation* activation);

/** Changes one parameter of the handle, which no other thread may use meanwhile. */
hillock_status hillock_set(hillock_activation* activation, const char* parameter, double value);
/** Reads one parameter. */
hillock_status hillock_get(const hillock_activation* activation, const char* parameter, double* value);

/** The instruction sets this machine can run, best first, as hillock_name does for activations. */
size_t hillock_isa_count(void);
const char* hillock_isa_name(size_t i);
/** Chooses one of them for the process: "avx512", "avx2", "neon", "portable"; "auto" is what HILLOCK_ISA
 * names, else the best. Only speed changes. */
hillock_status hillock_use(const char* isa);
/** The same for calls from this thread alone; NULL: as the process again. */
hillock_status hillock_use_here(const char* isa);
/** The one that calls from this thread use; NULL if HILLOCK_ISA names one that is not here (see
 * hillock_last_error). */
const char* hillock_active_isa(void);

/** Chooses for the process how many threads one call may use; 0, the default, is one per core. More than four
 * per core count as four per core. */
void hillock_use_threads(unsigned count);
/** The same for calls from this thread alone; HILLOCK_AS_PROCESS: as the process again. */
void hillock_use_threads_here(unsigned count);
#define HILLOCK_AS_PROCESS (~0u)
/** How many threads a call from this thread may use. */
unsigned hillock_threads(void);

/**
 * y = f(x), n elements each. Functions of rows (softmax) take rows of `columns` elements, 0 meaning one row;
 * elementwise functions ignore it. Of a function that makes one number of a row (logsumexp), y and below dy
 * have one for each row. y may be x; any other overlap of an output with an input is
 * HILLOCK_INVALID_ARGUMENT, here and below. Pointers may be NULL only where n is 0.
 */
hillock_status hillock_forward_f32(const hillock_activation* f, const float* x, float* y, size_t n,
                                   size_t columns);
hillock_status hillock_forward_f64(const hillock_activation* f, const double* x, double* y, size_t n,
                                   size_t columns);
hillock_status hillock_forward_f16(const hillock_activation* f, const hillock_f16* x, hillock_f16* y,
                                   size_t n, size_t columns);
hillock_status hillock_forward_bf16(const hillock_activation* f, const hillock_bf16* x, hillock_bf16* y,
                                    size_t n, size_t columns);

/** d = f'(x), elementwise functions only. d may be x. */
hillock_status hillock_slope_f32(const hillock_activation* f, const float* x, float* d, size_t n);
hillock_status hillock_slope_f64(const hillock_activation* f, const double* x, double* d, size_t n);
hillock_status hillock_slope_f16(const hillock_activation* f, const hillock_f16* x, hillock_f16* d, size_t n);
hillock_status hillock_slope_bf16(const hillock_activation* f, const hillock_bf16* x, hillock_bf16* d,
                                  size_t n);

/** dx = dy * f'(x), from the input. dx may be x or dy. */
hillock_status hillock_backward_f32(const hillock_activation* f, const float* x, const float* dy, float* dx,
                                    size_t n, size_t columns);
hillock_status hillock_backward_f64(const hillock_activation* f, const double* x, const double* dy,
                                    double* dx, size_t n, size_t columns);
hillock_status hillock_backward_f16(const hillock_activation* f, const hillock_f16* x, const hillock_f16* dy,
                                    hillock_f16* dx, size_t n, size_t columns);
hillock_status hillock_backward_bf16(const hillock_activation* f, const hillock_bf16* x,
                                     const hillock_bf16* dy, hillock_bf16* dx, size_t n, size_t columns);

/** Whether dx can be had from the output: 1 or 0 (0 for NULL). */
int hillock_has_backward_from_output(const hillock_activation* f);
/** dx = dy * f'(x), from the output y = f(x), where the function has such a form. dx may be y or dy. */
hillock_status hillock_backward_from_output_f32(const hillock_activation* f, const float* y, const float* dy,
                                                float* dx, size_t n, size_t columns);
hillock_status hillock_backward_from_output_f64(const hillock_activation* f, const double* y,
                                                const double* dy, double* dx, size_t n, size_t columns);
hillock_status hillock_backward_from_output_f16(const hillock_activation* f, const hillock_f16* y,
                                                const hillock_f16* dy, hillock_f16* dx, size_t n,
                                                size_t columns);
hillock_status hillock_backward_from_output_bf16(const hillock_activation* f, const hillock_bf16* y,
                                                 const hillock_bf16* dy, hillock_bf16* dx, size_t n,
                                                 size_t columns);

/** What hillock_compute computes. */
typedef enum hillock_operation {
  HILLOCK_FORWARD = 0,
  HILLOCK_SLOPE = 1,
  HILLOCK_BACKWARD = 2,
  HILLOCK_BACKWARD_FROM_OUTPUT = 3
} hillock_operation;

/** The type of a call's elements. */
typedef enum hillock_type {
  HILLOCK_F32 = 0,
  HILLOCK_F64 = 1,
  HILLOCK_F16 = 2,
  HILLOCK_BF16 = 3
} hillock_type;

/**
 * One call, described whole: rows along any axis, parameters for each channel, a mask. hillock/call.hpp says
 * what the fields mean. Set size to sizeof(hillock_call) and what is not needed to NULL; of outer, length and
 * inner all three count, 1 where there is no such axis. Later versions may add fields at the end.
 *
 * Example: softmax over the channels of an image.
 * ```c
 * hillock_call call = {.size = sizeof call, .operation = HILLOCK_FORWARD, .type = HILLOCK_F32};
 *
 * call.x = x, call.out = y;
 *
 * call.outer = batch, call.length = channels, call.inner = height * width;
 *
 * hillock_status status = hillock_compute(softmax, &call);
 * ```
 */
typedef struct hillock_call {
  size_t size;                 /**< sizeof(hillock_call) */
  int32_t operation;           /**< a hillock_operation */
  int32_t type;                /**< a hillock_type */
  const void* x;               /**< the input; of HILLOCK_BACKWARD_FROM_OUTPUT the output */
  const void* dy;              /**< of the backward operations; else NULL */
  void* out;                   /**< may be x or dy */
  size_t outer, length, inner; /**< the arrays have outer * length * inner elements each; y and dy of a
                                  function that makes one number of a row (logsumexp) outer * inner */
  const double* parameters; /**< NULL, or for each of `length` channels one value per parameter of the card */
  const unsigned char* mask;   /**< NULL, or one byte per element: 0 leaves it out of its row */
  const void* additive_mask;   /**< NULL, or one number per element, added to x; -inf leaves it out */
  size_t causal_rows;          /**< 0, or how many rows each causal matrix has */
  ptrdiff_t causal_offset;     /**< row i of a causal matrix sees the columns up to i + causal_offset */
  int32_t empty_rows_are_zero; /**< 1: a row with nothing left gives 0 (log_softmax: -inf), not NaN */
  const void* bias;            /**< NULL, or a number for each of `length` channels, added to x first */
  const void* factor; /**< NULL, or as many numbers as x: f(x) * factor, and dy * factor in place of dy */
} hillock_call;

/** Computes it. */
hillock_status hillock_compute(const hillock_activation* f, const hillock_call* call);

/**
 * Softmax and cross-entropy in one; hillock/loss.hpp says what is computed. Set size to
 * sizeof(hillock_cross_entropy) and what is not needed to NULL. Later versions may add fields at the end.
 */
typedef struct hillock_cross_entropy {
  size_t size;           /**< sizeof(hillock_cross_entropy) */
  int32_t type;          /**< a hillock_type: of logits and dlogits */
  const void* logits;    /**< rows * classes */
  const int32_t* labels; /**< one for each row: 0 to classes - 1 */
  size_t rows, classes;
  void* dlogits;               /**< NULL, or the gradient of the mean loss; may be the logits */
  double* losses;              /**< NULL, or the loss of each row */
  double label_smoothing;      /**< from 0 to 1 */
  const double* class_weights; /**< NULL, or one for each class, finite and not negative */
} hillock_cross_entropy;

/** The mean of the rows' losses. */
hillock_status hillock_softmax_cross_entropy(const hillock_cross_entropy* call, double* mean);
/** A gated linear unit, y = a * f(b), for an activation f with its parameters set. hillock/gate.hpp describes
 * what is computed. */
typedef struct hillock_gate hillock_gate;

/** Finds a gate by name: "glu", "swiglu(beta=2)", or an activation's name, "mish". On success *result is a
 * new handle for hillock_release_gate; otherwise it is NULL. */
hillock_status hillock_find_gate(const char* name, hillock_gate** result);
/** The gate of an activation that acts on single elements, which it keeps a copy of. */
hillock_status hillock_gate_of(const hillock_activation* activation, hillock_gate** result);
/** Frees a handle; NULL is allowed. */
void hillock_release_gate(hillock_gate* gate);

/** y = a * f(b), n elements each. y may be a or b; any other overlap is HILLOCK_INVALID_ARGUMENT, here and
 * below. */
hillock_status hillock_gate_forward_f32(const hillock_gate* g, const float* a, const float* b, float* y,
                                        size_t n);
hillock_status hillock_gate_forward_f64(const hillock_gate* g, const double* a, const double* b, double* y,
                                        size_t n);
hillock_status hillock_gate_forward_f16(const hillock_gate* g, const hillock_f16* a, const hillock_f16* b,
                                        hillock_f16* y, size_t n);
hillock_status hillock_gate_forward_bf16(const hillock_gate* g, const hillock_bf16* a, const hillock_bf16* b,
                                         hillock_bf16* y, size_t n);

/** da = dy * f(b) and db = dy * a * f'(b), n elements each. da and db may be any of a, b and dy, but not the
 * same. */
hillock_status hillock_gate_backward_f32(const hillock_gate* g, const float* a, const float* b,
                                         const float* dy, float* da, float* db, size_t n);
hillock_status hillock_gate_backward_f64(const hillock_gate* g, const double* a, const double* b,
                                         const double* dy, double* da, double* db, size_t n);
hillock_status hillock_gate_backward_f16(const hillock_gate* g, const hillock_f16* a, const hillock_f16* b,
                                         const hillock_f16* dy, hillock_f16* da, hillock_f16* db, size_t n);
hillock_status hillock_gate_backward_bf16(const hillock_gate* g, const hillock_bf16* a, const hillock_bf16* b,
                                          const hillock_bf16* dy, hillock_bf16* da, hillock_bf16* db,
                                          size_t n);

/** Which half of a row is b, the one that goes through the activation. */
typedef enum hillock_half { HILLOCK_FIRST = 1, HILLOCK_SECOND = 2 } hillock_half;

/** An array x of outer * length * inner elements whose halves along length are the two operands. Of a matrix
 * that is {rows, columns, 1, HILLOCK_SECOND}. */
typedef struct hillock_halves {
  size_t outer, length, inner;
  int32_t gate; /**< a hillock_half: the second in PyTorch, Keras and JAX, the first in ggml */
} hillock_halves;

/** y = a * f(b) of the halves of x; y has half as many elements. length must be even.
 *
 * Example:
 * ```c
 * const hillock_halves of = {rows, columns, 1, HILLOCK_FIRST};
 *
 * hillock_status status = hillock_gate_halves_forward_f32(swiglu, x, y, &of);
 * ```
 */
hillock_status hillock_gate_halves_forward_f32(const hillock_gate* g, const float* x, float* y,
                                               const hillock_halves* of);
hillock_status hillock_gate_halves_forward_f64(const hillock_gate* g, const double* x, double* y,
                                               const hillock_halves* of);
hillock_status hillock_gate_halves_forward_f16(const hillock_gate* g, const hillock_f16* x, hillock_f16* y,
                                               const hillock_halves* of);
hillock_status hillock_gate_halves_forward_bf16(const hillock_gate* g, const hillock_bf16* x, hillock_bf16* y,
                                                const hillock_halves* of);

/** dx, whose halves are the gradients of those of x. dx may be x. */
hillock_status hillock_gate_halves_backward_f32(const hillock_gate* g, const float* x, const float* dy,
                                                float* dx, const hillock_halves* of);
hillock_status hillock_gate_halves_backward_f64(const hillock_gate* g, const double* x, const double* dy,
                                                double* dx, const hillock_halves* of);
hillock_status hillock_gate_halves_backward_f16(const hillock_gate* g, const hillock_f16* x,
                                                const hillock_f16* dy, hillock_f16* dx,
                                                const hillock_halves* of);
hillock_status hillock_gate_halves_backward_bf16(const hillock_gate* g, const hillock_bf16* x,
                                                 const hillock_bf16* dy, hillock_bf16* dx,
                                                 const hillock_halves* of);

#ifdef __cplusplus
}
#endif
#ifdef __GNUC__
#pragma GCC visibility pop
#endif

#endif
