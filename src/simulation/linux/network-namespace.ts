import type { LinuxProcess } from './process.ts';

/** A network of its own inside a machine: one per pod sandbox. */
export class NetworkNamespace {
  /** The address of eth0, '' until the CNI plug-in has set it. */
  address = '';
  readonly processes: LinuxProcess[] = [];
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  listener(port: number): LinuxProcess | undefined {
    for (const process of this.processes) if (process.running && process.options.listens(port, process)) return process;
    return undefined;
  }

  leave(process: LinuxProcess): void {
    const index = this.processes.indexOf(process);
    if (index >= 0) this.processes.splice(index, 1);
  }
}

/** All namespaces of a machine, by name and by address. */
export class NetworkNamespaces {
  private readonly byName = new Map<string, NetworkNamespace>();
  private readonly byAddress = new Map<string, NetworkNamespace>();

  get size(): number {
    return this.byName.size;
  }

  add(name: string): NetworkNamespace {
    const namespace = new NetworkNamespace(name);
    this.byName.set(name, namespace);
    return namespace;
  }

  get(name: string): NetworkNamespace | undefined {
    return this.byName.get(name);
  }

  at(address: string): NetworkNamespace | undefined {
    return this.byAddress.get(address);
  }

  /** Gives a namespace its address; '' takes it away. */
  setAddress(name: string, address: string): void {
    const namespace = this.byName.get(name);
    if (!namespace) return;
    if (namespace.address !== '') this.byAddress.delete(namespace.address);
    namespace.address = address;
    if (address !== '') this.byAddress.set(address, namespace);
  }

  remove(name: string): void {
    this.setAddress(name, '');
    this.byName.delete(name);
  }
}
