/** What a container runtime asks of the CNI plug-in; `subnet` is the range of the network configuration. Source: containernetworking/cni SPEC 1.0, in shape. */
export type CniCall =
  | { readonly command: 'ADD'; readonly sandboxId: string; readonly pod: string; readonly subnet: string }
  | { readonly command: 'DEL'; readonly sandboxId: string }
  | { readonly command: 'CHECK'; readonly sandboxId: string };

export interface CniResult {
  readonly ip: string;
  readonly interface: string;
}

/** `code` 11: try again later. Other codes as in the specification. */
export interface CniError {
  readonly code: number;
  readonly message: string;
}
