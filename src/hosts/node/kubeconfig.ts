/** A kubeconfig for the server at that address. Plain HTTP: kubectl sends no credentials, and whoever asks is the admin. */
export function kubeconfigFor(server: string): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: kubeglass
  cluster:
    server: ${server}
users:
- name: kubernetes-admin
  user: {}
contexts:
- name: kubernetes-admin@kubeglass
  context:
    cluster: kubeglass
    user: kubernetes-admin
current-context: kubernetes-admin@kubeglass
preferences: {}
`;
}
