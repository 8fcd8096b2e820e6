import { ALPHABET } from './hash.ts';

const RANDOM_LENGTH = 5;
const MAX_BASE_LENGTH = 63 - RANDOM_LENGTH;

/** Draws a whole number from [0, bound). */
type RandomInt = (bound: number) => number;

/** Characters of the alphabet of generated names. Source: apimachinery util/rand, String. */
export function randomSuffix(length: number, randomInt: RandomInt): string {
  let suffix = '';
  for (let i = 0; i < length; i++) suffix += ALPHABET[randomInt(ALPHABET.length)];
  return suffix;
}

/**
 * `base` and five random characters; a long base is cut so that the whole has at most 63.
 * Source: apiserver storage/names, simpleNameGenerator.GenerateName.
 */
export function generateName(base: string, randomInt: RandomInt): string {
  return base.slice(0, MAX_BASE_LENGTH) + randomSuffix(RANDOM_LENGTH, randomInt);
}

const HEX: readonly string[] = Array.from({ length: 0x1_0000 }, (_, i) => i.toString(16).padStart(4, '0'));

/** A random UUID of version 4, as the uid of an object. */
export function generateUid(randomInt: RandomInt): string {
  const version = HEX[0x4000 + randomInt(0x1000)]!;
  const variant = HEX[0x8000 + randomInt(0x4000)]!;
  // Added one by one: a template literal would convert each part.
  let uid = HEX[randomInt(0x1_0000)]! + HEX[randomInt(0x1_0000)]! + '-';
  uid += HEX[randomInt(0x1_0000)]! + '-' + version + '-' + variant + '-';
  return uid + HEX[randomInt(0x1_0000)]! + HEX[randomInt(0x1_0000)]! + HEX[randomInt(0x1_0000)]!;
}
