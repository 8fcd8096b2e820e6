import { describe, expect, it } from 'vitest';
import { decodeBody } from './decode-body.ts';
import { strictDecode } from './decode.ts';
import { explainType, fieldAt, kindSchema } from './structure.ts';

const gvks = new Map([
  ['Pod', { group: '', version: 'v1', kind: 'Pod' }],
  ['ConfigMap', { group: '', version: 'v1', kind: 'ConfigMap' }],
  ['Secret', { group: '', version: 'v1', kind: 'Secret' }],
  ['Deployment', { group: 'apps', version: 'v1', kind: 'Deployment' }],
]);

function answer(body: { kind: string; [field: string]: unknown }, validation: 'Strict' | 'Warn' | 'Ignore' = 'Strict') {
  const decoded = decodeBody(gvks.get(body.kind)!, body, validation);
  return 'message' in decoded ? decoded.message : decoded;
}

const misspelt = {
  apiVersion: 'v1', kind: 'Pod', metadata: { name: 'u', labls: { a: 'b' } },
  spec: { schedulerName: 'none', contaners: [], containers: [{ name: 'c', image: 'nginx', imagePulPolicy: 'Always' }] },
};

describe('a body', () => {
  it('must have no unknown fields when the client is strict', () =>
    expect(answer(misspelt)).toBe(
      'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "metadata.labls", unknown field "spec.containers[0].imagePulPolicy", unknown field "spec.contaners"'));

  it('loses unknown fields otherwise, with warnings or without', () => {
    const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'u' }, spec: { schedulerName: 'none', containers: [{ name: 'c', image: 'nginx' }] } };
    expect(answer(misspelt, 'Warn')).toEqual({
      object, warnings: ['unknown field "metadata.labls"', 'unknown field "spec.containers[0].imagePulPolicy"', 'unknown field "spec.contaners"'],
    });
    expect(answer(misspelt, 'Ignore')).toEqual({ object, warnings: [] });
  });

  it.each([
    [{ kind: 'ConfigMap', data: { n: 5, b: true } }, 'json: cannot unmarshal bool into Go struct field ConfigMap.data of type string'],
    [{ kind: 'Deployment', spec: { replicas: 'three', selector: {}, template: {} } }, 'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32'],
    [{ kind: 'Deployment', spec: { replicas: 1.5 } }, 'json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32'],
    [{ kind: 'Deployment', spec: { replicas: 3_000_000_000 } }, 'json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32'],
    [{ kind: 'Deployment', spec: 'x' }, 'json: cannot unmarshal string into Go struct field Deployment.spec of type v1.DeploymentSpec'],
    [{ kind: 'Pod', spec: { containers: {} } }, 'json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container'],
    [{ kind: 'Pod', spec: { containers: [{ image: 5 }] } }, 'json: cannot unmarshal number into Go struct field Container.spec.containers.image of type string'],
    [{ kind: 'Pod', spec: { containers: [{ resources: { requests: { cpu: 'lots' } } }] } }, "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"],
    [{ kind: 'Pod', metadata: { labels: [] } }, 'json: cannot unmarshal array into Go struct field ObjectMeta.metadata.labels of type map[string]string'],
    [{ kind: 'Pod', metadata: { deletionTimestamp: 'now' } }, 'parsing time "now" as "2006-01-02T15:04:05Z07:00": cannot parse "now" as "2006"'],
    [{ kind: 'Secret', data: { a: 'not base64!' } }, 'illegal base64 data at input byte 3'],
    [{ kind: 'Secret', data: { a: 'abc' } }, 'illegal base64 data at input byte 0'],
    [{ kind: 'Secret', data: { a: 'YQ=!' } }, 'illegal base64 data at input byte 2'],
    [{ kind: 'Deployment', spec: { strategy: { rollingUpdate: { maxSurge: true } } } }, 'json: cannot unmarshal bool into Go struct field RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge of type int32'],
  ])('%j cannot be read: %s', (body, why) => expect(answer(body)).toBe(`${body.kind} in version "v1" cannot be handled as a ${body.kind}: ${why}`));

  it('a quantity that cannot be read counts before a wrong type', () =>
    expect(answer({ kind: 'Pod', metadata: { name: 5 }, spec: { overhead: { cpu: '' } } })).toMatch(/quantities must match/));

  it('is the very same object when all is well', () => {
    const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ name: 'c', resources: { limits: { cpu: '1' } } }], volumes: [{ name: 'v', emptyDir: {} }] } };
    expect(answer(body)).toEqual({ object: body, warnings: [] });
    expect((answer(body) as { object: object }).object).toBe(body);
  });

  it('loses nulls and empty optional lists and maps, and numbers become quantities', () => {
    const body = {
      kind: 'Pod', metadata: { creationTimestamp: null, labels: {}, annotations: { a: null } }, status: {},
      spec: { containers: [], tolerations: [], volumes: [{ name: 'v', emptyDir: {} }], overhead: { cpu: 2 } },
    };
    expect(answer(body)).toEqual({
      object: { kind: 'Pod', metadata: { annotations: { a: '' } }, spec: { containers: [], volumes: [{ name: 'v', emptyDir: {} }], overhead: { cpu: '2' } }, status: {} },
      warnings: [],
    });
  });

  it('of a kind without a schema passes', () => {
    const boat = { kind: 'Boat', spec: { anything: 1 } };
    expect(decodeBody({ group: 'sea.example.com', version: 'v1', kind: 'Boat' }, boat, 'Strict')).toEqual({ object: boat, warnings: [] });
  });
});

describe('schemas', () => {
  it('know the fields of v1.32', () => {
    const pod = kindSchema('v1', 'Pod')!;
    expect(explainType(fieldAt(pod, ['spec', 'containers'])!.type)).toBe('[]Container');
    expect(explainType(fieldAt(pod, ['spec', 'containers', 'resources', 'limits'])!.type)).toBe('map[string]Quantity');
    expect(fieldAt(pod, ['spec', 'securityContext', 'supplementalGroupsPolicy'])).toMatchObject({ required: false });
    expect(fieldAt(pod, ['spec', 'containers'])).toMatchObject({ required: true });
    expect(fieldAt(pod, ['spec', 'resourceClaims', 'source'])).toBeUndefined();
    expect(fieldAt(pod, ['spec', 'nothing'])).toBeUndefined();
    expect([...kindSchema('policy/v1', 'PodDisruptionBudget')!.fields.keys()]).toEqual(['apiVersion', 'kind', 'metadata', 'spec', 'status']);
  });

  it('keep kinds of one name apart', () => {
    expect(kindSchema('events.k8s.io/v1', 'Event')!.fields.has('regarding')).toBe(true);
    expect(kindSchema('v1', 'Event')!.fields.has('involvedObject')).toBe(true);
    expect(kindSchema('autoscaling/v1', 'HorizontalPodAutoscaler')!.goName).toBe('HorizontalPodAutoscaler');
    expect(kindSchema('apps/v1', 'Gizmo')).toBeUndefined();
  });

  it('stop at a hundred unknown fields', () => {
    const data = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`f${i}`, 1]));
    expect(strictDecode(kindSchema('v1', 'Pod')!, data).problems).toHaveLength(100);
  });
});
