/** What kube-proxy shows of its inside. The list holds at most 100 Services. */
export interface KubeProxyInspection {
  readonly mode: 'iptables';
  readonly services: number;
  readonly endpoints: number;
  readonly rules: number;
  /** Virtual µs of the last sync, -1 before the first. */
  readonly lastSyncUs: number;
  readonly syncs: number;
  /** Services that changed since. */
  readonly pending: number;
  readonly list: readonly { readonly service: string; readonly clusterIP: string; readonly endpoints: number }[];
}
