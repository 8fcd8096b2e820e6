const LN2_HIGH = 6.93147180369123816490e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const L1 = 6.666666666666735130e-1;
const L2 = 3.999999999940941908e-1;
const L3 = 2.857142874366239149e-1;
const L4 = 2.222219843214978396e-1;
const L5 = 1.818357216161805012e-1;
const L6 = 1.531383769920937332e-1;
const L7 = 1.479819860511658591e-1;
const HALF_ROOT_2 = 0.7071067811865476;

/** ln x for x ≥ 1 by fdlibm's method, in basic arithmetic: the same bits in every JavaScript engine, and those of Go's math.Log. */
export function naturalLogarithm(x: number): number {
  let fraction = x;
  let exponent = 0;
  for (; fraction >= 1; fraction /= 2) exponent++;
  if (fraction < HALF_ROOT_2) {
    fraction *= 2;
    exponent--;
  }
  const f = fraction - 1;
  const s = f / (2 + f);
  const s2 = s * s;
  const s4 = s2 * s2;
  const t1 = s2 * (L1 + s4 * (L3 + s4 * (L5 + s4 * L7)));
  const t2 = s4 * (L2 + s4 * (L4 + s4 * L6));
  const halfSquare = 0.5 * f * f;
  return exponent * LN2_HIGH - (halfSquare - (s * (halfSquare + (t1 + t2)) + exponent * LN2_LOW) - f);
}
