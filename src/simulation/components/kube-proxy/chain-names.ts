import { sha256 } from '../../apimachinery/sha256.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The first 16 characters of the base32 text of the SHA-256. Source: kubernetes v1.32 pkg/proxy/iptables/proxier.go, portProtoHash. */
function hash16(text: string): string {
  const bytes = sha256(text);
  let encoded = '';
  for (let bit = 0; bit < 80; bit += 5) {
    const at = bit >> 3;
    const pair = (bytes[at] << 8) | bytes[at + 1];
    encoded += BASE32[(pair >> (11 - (bit & 7))) & 31];
  }
  return encoded;
}

/** `portName` is `namespace/name:port`, or `namespace/name` for a port without a name. */
export const serviceChain = (portName: string, protocol: string): string => `KUBE-SVC-${hash16(portName + protocol)}`;
export const externalChain = (portName: string, protocol: string): string => `KUBE-EXT-${hash16(portName + protocol)}`;
/** `endpoint` is `ip:port`. */
export const endpointChain = (portName: string, protocol: string, endpoint: string): string => `KUBE-SEP-${hash16(portName + protocol + endpoint)}`;
