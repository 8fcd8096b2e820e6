import type { Machine } from '../../engine/index.ts';

/** A subnet of IPv4 in numbers. */
interface Subnet {
  readonly base: number;
  readonly size: number;
}

const toText = (address: number): string => `${Math.floor(address / 0x1_00_00_00)}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;

function parseSubnet(cidr: string): Subnet | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(cidr);
  if (!match) return undefined;
  const [a, b, c, d, bits] = match.slice(1).map(Number);
  const size = 1 << (32 - bits);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  return { base: address - (address % size), size };
}

/** A range's first and last address for hosts, as the plug-in prints it. */
export function rangeText(cidr: string): string {
  const subnet = parseSubnet(cidr);
  return subnet ? `${toText(subnet.base + 1)}-${toText(subnet.base + subnet.size - 2)}` : cidr;
}

/**
 * Hands out the addresses of a range, in turn, beginning after the one given last. The reservations are files on the disk.
 * Source: containernetworking/plugins plugins/ipam/host-local/backend/allocator, Get.
 */
export class HostLocal {
  private readonly reserved = new Map<number, string>();
  private readonly bySandbox = new Map<string, number>();
  private last = 0;

  /** The sandbox's address, or undefined when the range is used up. */
  allocate(sandboxId: string, cidr: string): string | undefined {
    const subnet = parseSubnet(cidr);
    if (!subnet) return undefined;
    // .0 is the network, .1 the bridge, the last one the broadcast.
    const first = subnet.base + 2;
    const count = subnet.size - 3;
    const start = this.last >= first && this.last < first + count ? this.last + 1 - first : 0;
    for (let i = 0; i < count; i++) {
      const address = first + ((start + i) % count);
      if (this.reserved.has(address)) continue;
      this.reserved.set(address, sandboxId);
      this.bySandbox.set(sandboxId, address);
      this.last = address;
      return toText(address);
    }
    return undefined;
  }

  release(sandboxId: string): void {
    const address = this.bySandbox.get(sandboxId);
    if (address === undefined) return;
    this.bySandbox.delete(sandboxId);
    this.reserved.delete(address);
  }

  has(sandboxId: string): boolean {
    return this.bySandbox.has(sandboxId);
  }

  /** Drops every reservation: after a reboot no sandbox is left. */
  clear(): void {
    this.reserved.clear();
    this.bySandbox.clear();
  }

  get used(): number {
    return this.reserved.size;
  }
}

const DISK = 'cni/networks';

export function hostLocalOf(machine: Machine): HostLocal {
  let store = machine.disk.get(DISK) as HostLocal | undefined;
  if (!store) machine.disk.set(DISK, (store = new HostLocal()));
  return store;
}
