import { describe, expect, test } from 'vitest';
import { deepFreeze } from '../apimachinery/equality.ts';
import { created, kindOf } from '../../../tests/harness/kinds.ts';

describe('defaults', () => {
  test('of a Pod are those kubectl get -o yaml shows', () => {
    const pod = created('{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: nginx, ports: [{containerPort: 80}], readinessProbe: {httpGet: {port: 80}}}]}}');
    expect(pod.spec).toEqual({
      containers: [{
        name: 'c', image: 'nginx', imagePullPolicy: 'Always', resources: {}, ports: [{ containerPort: 80, protocol: 'TCP' }],
        terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File',
        readinessProbe: { httpGet: { port: 80, path: '/', scheme: 'HTTP' }, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 },
      }],
      dnsPolicy: 'ClusterFirst', enableServiceLinks: true, restartPolicy: 'Always', schedulerName: 'default-scheduler', securityContext: {},
      terminationGracePeriodSeconds: 30,
    });
    expect(pod.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
  });

  test.each([
    ['nginx', 'Always'], ['nginx:latest', 'Always'], ['nginx:1.14.2', 'IfNotPresent'], ['localhost:5000/a/b', 'Always'], ['localhost:5000/a/b:v1', 'IfNotPresent'],
    ['nginx@sha256:0000000000000000000000000000000000000000000000000000000000000000', 'IfNotPresent'], ['Not/Valid', 'IfNotPresent'],
  ])('of the pull policy of %s are %s', (image, policy) => {
    const pod = created(`{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: "${image}"}]}}`);
    expect(pod.spec.containers[0].imagePullPolicy).toBe(policy);
  });

  test('of requests are the limits, in a Pod but not in a template', () => {
    const container = '{name: c, image: x, resources: {limits: {cpu: "0.5", memory: 1024Mi}, requests: {cpu: 100m}}}';
    const pod = created(`{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [${container}]}}`);
    expect(pod.spec.containers[0].resources).toEqual({ limits: { cpu: '500m', memory: '1Gi' }, requests: { cpu: '100m', memory: '1Gi' } });
    const set = created(`{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: r}, spec: {template: {spec: {containers: [${container}]}}}}`);
    expect(set.spec.template.spec.containers[0].resources.requests).toEqual({ cpu: '100m' });
  });

  test('of a Deployment', () => {
    const { spec, metadata } = created('{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: x}]}}}}');
    expect(metadata.generation).toBe(1);
    expect({ ...spec, template: undefined, selector: undefined }).toEqual({
      replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    });
    expect(spec.template.metadata).toEqual({ creationTimestamp: null, labels: { a: 'b' } });
  });

  test('of a Service', () => {
    const { spec } = created('{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {selector: {a: b}, ports: [{port: 80}]}}');
    expect(spec).toEqual({
      selector: { a: 'b' }, ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }], type: 'ClusterIP', sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack',
    });
  });

  test('of a Namespace: its name as a label, and the finalizer that empties it', () => {
    const namespace = created('{apiVersion: v1, kind: Namespace, metadata: {name: shop}}');
    expect(namespace.metadata.labels).toEqual({ 'kubernetes.io/metadata.name': 'shop' });
    expect(namespace).toMatchObject({ spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } });
  });

  test('of a Secret: stringData becomes data', () => {
    expect(created('{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {pass: "pä55"}}')).toMatchObject({ type: 'Opaque', data: { pass: 'cMOkNTU=' } });
  });

  test('of a LimitRange fill up from max and min', () => {
    const { spec } = created('{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, max: {cpu: 1000m}, min: {memory: 1Mi}}]}}');
    expect(spec.limits[0]).toEqual({ type: 'Container', max: { cpu: '1' }, min: { memory: '1Mi' }, default: { cpu: '1' }, defaultRequest: { cpu: '1', memory: '1Mi' } });
  });

  test('are worked out once for a spec that many pods share, and never twice', () => {
    const template = deepFreeze({ containers: [{ name: 'c', image: 'x' }] });
    const pod = (name: string) => kindOf({ apiVersion: 'v1', kind: 'Pod' }).default({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: template });
    const [first, second] = [pod('a'), pod('b')];
    expect(first.spec).toBe(second.spec);
    expect(kindOf(first).default(first).spec).toBe(first.spec);
  });

  test.each([
    '{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {selector: {}, template: {spec: {containers: [{name: c, image: x}]}}}}',
    '{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: d}, spec: {selector: {}, template: {spec: {containers: [{name: c, image: x}]}}, volumeClaimTemplates: [{metadata: {name: v}, spec: {}}]}}',
    '{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: d}, spec: {selector: {}, template: {spec: {containers: [{name: c, image: x}]}}}}',
    '{apiVersion: batch/v1, kind: CronJob, metadata: {name: d}, spec: {schedule: "* * * * *", jobTemplate: {spec: {template: {spec: {containers: [{name: c, image: x}]}}}}}}',
    '{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80}]}}',
    '{apiVersion: v1, kind: Namespace, metadata: {name: s}}',
    '{apiVersion: v1, kind: Node, metadata: {name: s}, status: {capacity: {cpu: "4"}}}',
    '{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: s}, addressType: IPv4, ports: [{port: 80}]}',
  ])('answer the same object when there is nothing to add: %s', (manifest) => {
    const first = deepFreeze(created(manifest));
    expect(kindOf(first).default(first)).toBe(first);
  });
});
