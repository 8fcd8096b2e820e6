import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../apimachinery/meta.ts';
import { created, kindOf } from '../../../tests/harness/kinds.ts';

const context = { nowUs: 0, randomInt: () => 0 };
const deployment = created('{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: x}]}}}, status: {replicas: 9}}');
const pod = created('{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {terminationGracePeriodSeconds: 20, containers: [{name: c, image: x}]}}');

describe('strategies', () => {
  const { strategy } = kindOf(deployment);

  test('a create brings no status', () => {
    expect(deployment.status).toEqual({});
  });

  test('an update keeps the status and counts changes of the spec and of annotations', () => {
    const old: KubeObject = { ...deployment, status: { replicas: 1 } };
    const scaled = strategy.prepareForUpdate({ ...old, status: {}, spec: { ...old.spec, replicas: 2 } }, old, context);
    expect(scaled.status).toBe(old.status);
    expect(scaled.metadata.generation).toBe(2);
    const labelled = strategy.prepareForUpdate({ ...old, metadata: { ...old.metadata, labels: { a: 'b' }, generation: 77 } }, old, context);
    expect(labelled.metadata.generation).toBe(1);
    const annotated = strategy.prepareForUpdate({ ...old, metadata: { ...old.metadata, annotations: { a: 'b' } } }, old, context);
    expect(annotated.metadata.generation).toBe(2);
    expect(strategy.prepareForUpdate(old, old, context)).toBe(old);
  });

  test('a status update changes nothing else', () => {
    const changed = { ...deployment, spec: { ...deployment.spec, replicas: 9 }, metadata: { ...deployment.metadata, labels: { x: 'y' } }, status: { replicas: 1 } };
    const result = strategy.prepareForStatusUpdate?.(changed, deployment, context);
    expect(result?.spec).toBe(deployment.spec);
    expect(result?.metadata.labels).toBeUndefined();
    expect(result?.status).toEqual({ replicas: 1 });
  });

  test.each([
    ['without a node at once', {}, undefined, 0],
    ['on a node within its own period', { nodeName: 'n' }, undefined, 20],
    ['as the client asks', { nodeName: 'n' }, 3, 3],
    ['at once when forced', { nodeName: 'n' }, 0, 0],
    ['in one second for a negative period', { nodeName: 'n', terminationGracePeriodSeconds: -1 }, undefined, 1],
  ])('a pod goes %s', (_, spec, requested, gracePeriodSeconds) => {
    const it = { ...pod, spec: { ...pod.spec, ...spec } };
    expect(kindOf(pod).strategy.checkGracefulDelete?.(it, requested)).toEqual({ gracePeriodSeconds });
  });

  test('a pod that has ended goes at once', () => {
    const it = { ...pod, spec: { ...pod.spec, nodeName: 'n' }, status: { phase: 'Succeeded' } };
    expect(kindOf(pod).strategy.checkGracefulDelete?.(it, undefined)).toEqual({ gracePeriodSeconds: 0 });
  });

  test('a pod can be selected by its node and phase', () => {
    expect(kindOf(pod).strategy.selectableFields?.(pod)).toMatchObject({ 'spec.nodeName': '', 'status.phase': 'Pending', 'spec.restartPolicy': 'Always', 'spec.hostNetwork': 'false' });
  });

  test('a container that ended for good cannot be revived', () => {
    const ended = { name: 'c', state: { terminated: { exitCode: 0 } } };
    const old = { ...pod, metadata: { ...pod.metadata, resourceVersion: '1' }, spec: { ...pod.spec, restartPolicy: 'Never' }, status: { ...pod.status, containerStatuses: [ended] } };
    const revived = { ...old, status: { ...old.status, containerStatuses: [{ ...ended, state: { running: {} } }] } };
    expect(kindOf(pod).strategy.validateStatusUpdate?.(revived, old).map((error) => `${error.field}: ${error.body}`))
      .toEqual(['status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state']);
    expect(kindOf(pod).strategy.validateStatusUpdate?.(old, old)).toEqual([]);
  });

  test('a service that is no NodePort any more gives its node ports back', () => {
    const service = created('{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {type: NodePort, ports: [{port: 80, nodePort: 31234}]}}');
    const kind = kindOf(service);
    const changed = kind.strategy.prepareForUpdate({ ...service, spec: { ...service.spec, type: 'ClusterIP' } }, service, context);
    expect(changed.spec.ports).toEqual([{ port: 80, protocol: 'TCP', targetPort: 80 }]);
    expect(changed.spec.externalTrafficPolicy).toBeUndefined();
  });
});
