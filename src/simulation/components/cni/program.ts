import type { CniCall, CniError, CniResult } from '../../contracts/cni.ts';
import type { Actor, Process, Program } from '../../engine/index.ts';
import { kernelOf } from '../../linux/index.ts';
import { type HostLocal, hostLocalOf, rangeText } from './host-local.ts';

export interface CniOptions {
  readonly nodeName: string;
  /** The range to use when the runtime's configuration names none. */
  readonly podCidr?: string;
}

/** What the CNI plug-in shows of its inside. */
export interface CniInspection {
  readonly subnet: string;
  readonly addresses: number;
}

/** How long creating the veth pair and its routes takes. */
const ATTACH_US = 12_000;
const DETACH_US = 6_000;

/** The CNI plug-ins `bridge` and `host-local` behind one door. Serves `cni`. */
export function cniProgram(options: CniOptions): Program {
  return function* (self: Actor): Process<void> {
    const plugin = new BridgePlugin(self, options);
    self.inspect = () => plugin.inspect();
    self.serve('cni', (body) => plugin.answer(body as CniCall));
  };
}

class BridgePlugin {
  private readonly addresses: HostLocal;
  private subnet: string;
  private readonly self: Actor;
  private readonly nodeName: string;

  constructor(self: Actor, options: CniOptions) {
    this.self = self;
    this.addresses = hostLocalOf(self.machine);
    this.subnet = options.podCidr ?? '';
    this.nodeName = options.nodeName;
    // A boot left no sandbox: a real node removes stale reservations the same way.
    if (kernelOf(self.engine, self.machine).namespaces.size === 0) this.addresses.clear();
  }

  inspect(): CniInspection {
    return { subnet: this.subnet, addresses: this.addresses.used };
  }

  *answer(call: CniCall): Process<CniResult | CniError | null> {
    if (call.command === 'ADD') return yield* this.add(call.sandboxId, call.subnet);
    if (call.command === 'DEL') return yield* this.delete(call.sandboxId);
    return this.addresses.has(call.sandboxId) ? null : { code: 4, message: `container "${call.sandboxId}" not found` };
  }

  private *add(sandboxId: string, subnet: string): Process<CniResult | CniError> {
    if (subnet !== '') this.subnet = subnet;
    else if (this.subnet === '') this.subnet = fallbackSubnet(this.nodeName);
    const ip = this.addresses.allocate(sandboxId, this.subnet);
    if (ip === undefined) return { code: 11, message: `failed to allocate for range 0: no IP addresses available in range set: ${rangeText(this.subnet)}` };
    yield ATTACH_US;
    this.self.touch();
    return { ip, interface: 'eth0' };
  }

  private *delete(sandboxId: string): Process<null> {
    yield DETACH_US;
    this.addresses.release(sandboxId);
    this.self.touch();
    return null;
  }
}

/** A range by the number at the end of the node's name, for clusters in which nobody assigns ranges to nodes. */
function fallbackSubnet(nodeName: string): string {
  const digits = /(\d+)$/.exec(nodeName);
  const index = digits ? (Number(digits[1]) + 1) % 2048 : 0;
  return `10.${244 + (index >> 8)}.${index & 255}.0/24`;
}
