/** Whether the first block of IPv4 addresses is smaller than the second and lies in it. Blocks of IPv6 are compared as texts. */
export function isInside(inner: string, outer: string): boolean {
  const [innerAddress = '', innerBits = '0'] = inner.split('/');
  const [outerAddress = '', outerBits = '0'] = outer.split('/');
  if (Number(innerBits) <= Number(outerBits)) return false;
  if (innerAddress.includes(':') || outerAddress.includes(':')) return innerAddress.includes(':') && outerAddress.includes(':');
  const shift = 32n - BigInt(outerBits);
  return numberOf(innerAddress) >> shift === numberOf(outerAddress) >> shift;
}

function numberOf(address: string): bigint {
  return address.split('.').reduce((number, octet) => (number << 8n) | BigInt(octet), 0n);
}
