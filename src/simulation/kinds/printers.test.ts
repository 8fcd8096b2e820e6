import { describe, expect, test } from 'vitest';
import { created, kindOf, row, written } from '../../../tests/harness/kinds.ts';
import { kinds } from './registry.ts';

const rows: readonly (readonly [string, Record<string, unknown>])[] = [
  ['{apiVersion: v1, kind: Node, metadata: {name: n, labels: {node-role.kubernetes.io/control-plane: "", node-role.kubernetes.io/etcd: ""}}, spec: {unschedulable: true}, status: {conditions: [{type: Ready, status: "True"}], nodeInfo: {kubeletVersion: v1.32.0}, addresses: [{type: InternalIP, address: 10.0.0.1}]}}',
    { 'Status': 'Ready,SchedulingDisabled', 'Roles': 'control-plane,etcd', 'Version': 'v1.32.0', 'Internal-IP': '10.0.0.1', 'External-IP': '<none>', 'OS-Image': '<unknown>' }],
  ['{apiVersion: v1, kind: Node, metadata: {name: n}, status: {conditions: [{type: Ready, status: Unknown}]}}', { Status: 'NotReady', Roles: '<none>' }],
  ['{apiVersion: v1, kind: Node, metadata: {name: n}}', { Status: 'Unknown' }],
  ['{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {replicas: 3, selector: {matchLabels: {b: c, a: b}}, template: {spec: {containers: [{name: c, image: nginx}, {name: d, image: redis}]}}}, status: {readyReplicas: 2, updatedReplicas: 3, availableReplicas: 1}}',
    { 'Ready': '2/3', 'Up-to-date': 3, 'Available': 1, 'Containers': 'c,d', 'Images': 'nginx,redis', 'Selector': 'a=b,b=c' }],
  ['{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: d}, spec: {replicas: 3, selector: {matchExpressions: [{key: a, operator: In, values: [y, x]}]}}, status: {replicas: 2}}',
    { Desired: 3, Current: 2, Ready: 0, Selector: 'a in (x,y)' }],
  ['{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {type: NodePort, clusterIP: 10.96.0.1, clusterIPs: [10.96.0.1], selector: {a: b}, ports: [{port: 80, nodePort: 30001, protocol: TCP}, {port: 53, protocol: UDP}]}}',
    { 'Type': 'NodePort', 'Cluster-IP': '10.96.0.1', 'External-IP': '<none>', 'Port(s)': '80:30001/TCP,53/UDP', 'Selector': 'a=b' }],
  ['{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {type: LoadBalancer, clusterIP: None, ports: []}}', { 'Cluster-IP': 'None', 'External-IP': '<pending>', 'Port(s)': '<none>', 'Selector': '<none>' }],
  ['{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {type: ExternalName, externalName: a.example}}', { 'Cluster-IP': '<none>', 'External-IP': 'a.example' }],
  ['{apiVersion: v1, kind: Endpoints, metadata: {name: s}, subsets: [{addresses: [{ip: 10.0.0.1}, {ip: 10.0.0.2}], ports: [{port: 8080}, {port: 9090}]}]}', { Endpoints: '10.0.0.1:8080,10.0.0.2:8080,10.0.0.1:9090 + 1 more...' }],
  ['{apiVersion: v1, kind: Endpoints, metadata: {name: s}}', { Endpoints: '<none>' }],
  ['{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: s}, addressType: IPv4, endpoints: [], ports: []}', { AddressType: 'IPv4', Ports: '<unset>', Endpoints: '<unset>' }],
  ['{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: s}, addressType: IPv4, endpoints: [{addresses: [10.0.0.1]}], ports: [{port: 80}, {name: x}, {}]}', { Ports: '80,x,*', Endpoints: '10.0.0.1' }],
  ['{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: b}, binaryData: {c: AA==}}', { Data: '2' }],
  ['{apiVersion: v1, kind: ServiceAccount, metadata: {name: c}}', { Secrets: 0 }],
  ['{apiVersion: v1, kind: Namespace, metadata: {name: c}, status: {phase: Terminating}}', { Status: 'Terminating' }],
  ['{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: n}, spec: {holderIdentity: n}}', { Holder: 'n' }],
  ['{apiVersion: v1, kind: Event, metadata: {name: e}, type: Normal, reason: Pulled, message: " done ", involvedObject: {kind: Pod, name: p, fieldPath: "spec.containers{c}"}, source: {component: kubelet, host: node-1}, count: 4}',
    { 'Last Seen': '<unknown>', 'Object': 'pod/p', 'Subobject': 'spec.containers{c}', 'Source': 'kubelet, node-1', 'Message': 'done', 'Count': 4 }],
  ['{apiVersion: v1, kind: Event, metadata: {name: e}, involvedObject: {kind: Pod, name: p}, reportingComponent: default-scheduler, eventTime: "2025-01-01T00:00:00.000000Z", series: {count: 7, lastObservedTime: "2025-01-01T00:00:55.000000Z"}}',
    { 'Last Seen': '5s', 'First Seen': '60s', 'Source': 'default-scheduler', 'Count': 7 }],
  ['{apiVersion: events.k8s.io/v1, kind: Event, metadata: {name: e}, regarding: {kind: Node, name: n}, note: hello, reportingController: k, deprecatedCount: 2}', { Object: 'node/n', Message: 'hello', Count: 2 }],
  ['{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, status: {hard: {pods: "2", limits.cpu: "1", configmaps: "3"}, used: {configmaps: "1"}}}', { Request: 'configmaps: 1/3, pods: 0/2', Limit: 'limits.cpu: 0/1' }],
  ['{apiVersion: v1, kind: PersistentVolume, metadata: {name: v}, spec: {capacity: {storage: 2Gi}, accessModes: [ReadOnlyMany, ReadWriteOnce], persistentVolumeReclaimPolicy: Retain, storageClassName: manual, claimRef: {namespace: page, name: want}}, status: {phase: Bound}}',
    { 'Capacity': '2Gi', 'Access Modes': 'RWO,ROX', 'Claim': 'page/want', 'StorageClass': 'manual', 'VolumeAttributesClass': '<unset>', 'Reason': '' }],
  ['{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: v}, spec: {volumeName: pv}, status: {phase: Bound, capacity: {storage: 5Gi}, accessModes: [ReadWriteOnce]}}', { 'Volume': 'pv', 'Capacity': '5Gi', 'Access Modes': 'RWO' }],
  ['{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: s}, spec: {replicas: 2, template: {}}}', { Ready: '0/2' }],
  ['{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: s}, spec: {template: {spec: {nodeSelector: {disk: ssd}}}}}', { 'Desired': 0, 'Node Selector': 'disk=ssd' }],
  ['{apiVersion: batch/v1, kind: Job, metadata: {name: j}, spec: {completions: 3, template: {}}, status: {succeeded: 1, startTime: "2025-01-01T00:00:30Z"}}', { Status: 'Running', Completions: '1/3', Duration: '30s' }],
  ['{apiVersion: batch/v1, kind: CronJob, metadata: {name: j}, spec: {schedule: "0 0 29 2 *", suspend: false, jobTemplate: {spec: {template: {}}}}}', { 'Schedule': '0 0 29 2 *', 'Timezone': '<none>', 'Suspend': 'False', 'Active': 0, 'Last Schedule': '<none>', 'Selector': '<none>' }],
  ['{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}, spec: {minReplicas: 2, maxReplicas: 4, scaleTargetRef: {kind: Deployment, name: web}, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]}}',
    { Reference: 'Deployment/web', Targets: 'cpu: <unknown>/50%', MinPods: '2', MaxPods: 4, Replicas: 0 }],
  ['{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}, spec: {tls: [{}], rules: [{host: a.example}, {host: b.example}]}}', { Class: '<none>', Hosts: 'a.example,b.example', Address: '', Ports: '80, 443' }],
  ['{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: i}, spec: {podSelector: {matchLabels: {app: db}}}}', { 'Pod-Selector': 'app=db' }],
  ['{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: i}, spec: {minAvailable: 50%}, status: {disruptionsAllowed: 1}}', { 'Min Available': '50%', 'Max Unavailable': 'N/A', 'Allowed Disruptions': 1 }],
  ['{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}, provisioner: p, volumeBindingMode: Immediate}', { Name: 'fast (default)', ReclaimPolicy: 'Delete', AllowVolumeExpansion: false }],
  ['{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b}, roleRef: {kind: Role, name: reader}, subjects: [{kind: User, name: jane}, {kind: ServiceAccount, namespace: n, name: s}]}', { Role: 'Role/reader', Users: 'jane', ServiceAccounts: 'n/s' }],
];

describe('kubectl get', () => {
  test.each(rows)('prints %s', (manifest, cells) => {
    expect(row(written(manifest), 60_000_000)).toMatchObject(cells);
  });

  test('has a cell for every column of every kind', () => {
    for (const kind of kinds) expect(new Set(kind.printer.columns.map((column) => column.name)).size, kind.kind).toBe(kind.printer.columns.length);
    for (const [manifest] of rows) {
      const { printer } = kindOf(written(manifest));
      expect(printer.row(written(manifest), 0).length).toBe(printer.columns.length);
    }
  });

  test('prints what was just created', () => {
    const deployment = created('{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: x}]}}}}');
    expect(row(deployment)).toMatchObject({ 'Ready': '0/1', 'Up-to-date': 0, 'Available': 0, 'Age': '<unknown>' });
  });
});
