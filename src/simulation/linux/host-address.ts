/** The address of a machine in the cluster's own network, by its name: `node-3` → 172.18.0.6, others by a hash in 172.19.0.0/16. */
export function hostAddress(machineName: string): string {
  if (machineName === 'control-plane') return '172.18.0.2';
  const digits = /^[a-z-]*?(\d{1,5})$/.exec(machineName);
  if (digits) {
    const index = Number(digits[1]) + 3;
    return `172.18.${(index >> 8) & 255}.${index & 255}`;
  }
  let hash = 0x811c9dc5;
  for (let i = 0; i < machineName.length; i++) hash = Math.imul(hash ^ machineName.charCodeAt(i), 0x01000193);
  return `172.19.${(hash >>> 8) & 255}.${hash & 255}`;
}
