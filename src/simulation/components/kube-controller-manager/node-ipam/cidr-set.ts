import { invariant } from '../../../engine/index.ts';

/**
 * The pod networks of a cluster network, handed out one by one from the lowest, then round and round.
 * Source: kubernetes v1.32 pkg/controller/nodeipam/ipam/cidrset/cidr_set.go.
 */
export class CidrSet {
  private readonly base: number;
  private readonly maskSize: number;
  private readonly count: number;
  private readonly used = new Set<number>();
  private next = 0;

  constructor(clusterCidr: string, maskSize: number) {
    const [address, size] = clusterCidr.split('/');
    invariant(Number(size) <= maskSize && maskSize <= 32, 'a node network is a part of the cluster network');
    this.base = toNumber(address);
    this.maskSize = maskSize;
    this.count = powerOfTwo(maskSize - Number(size));
  }

  /** A free network, now taken, or undefined when there is none. */
  allocate(): string | undefined {
    for (let tries = 0; tries < this.count; tries++) {
      const index = (this.next + tries) % this.count;
      if (this.used.has(index)) continue;
      this.used.add(index);
      this.next = (index + 1) % this.count;
      return this.text(index);
    }
    return undefined;
  }

  occupy(cidr: string): void {
    const index = this.index(cidr);
    if (index !== undefined) this.used.add(index);
  }

  release(cidr: string): void {
    const index = this.index(cidr);
    if (index !== undefined) this.used.delete(index);
  }

  private get size(): number {
    return powerOfTwo(32 - this.maskSize);
  }

  private text(index: number): string {
    const address = this.base + index * this.size;
    return `${[24, 16, 8, 0].map((shift) => Math.floor(address / powerOfTwo(shift)) % 256).join('.')}/${this.maskSize}`;
  }

  private index(cidr: string): number | undefined {
    const index = (toNumber(cidr.split('/')[0]) - this.base) / this.size;
    return Number.isInteger(index) && index >= 0 && index < this.count ? index : undefined;
  }
}

const toNumber = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** Beyond 31 a shift would wrap. */
const powerOfTwo = (exponent: number): number => (exponent > 30 ? 0x4000_0000 * (1 << (exponent - 30)) : 1 << exponent);
