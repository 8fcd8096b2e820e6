import { expect, test } from 'vitest';
import type { KubeObject } from '../apimachinery/meta.ts';
import { updateErrorsOf } from '../../../tests/harness/kinds.ts';

const pod = `
apiVersion: v1
kind: Pod
metadata: {name: fixed}
spec: {schedulerName: none, terminationGracePeriodSeconds: 5, activeDeadlineSeconds: 100, containers: [{name: c, image: "nginx:2"}]}`;

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec:
  selector: {matchLabels: {app: one}}
  template: {metadata: {labels: {app: one, v: a}}, spec: {containers: [{name: c, image: x}]}}`;

const service = `
apiVersion: v1
kind: Service
metadata: {name: s}
spec: {clusterIP: 10.96.0.7, ports: [{port: 80}]}`;

const sealed = `
apiVersion: v1
kind: ConfigMap
metadata: {name: envs}
data: {a: b}
immutable: true`;

const claim = `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: want}
spec: {accessModes: [ReadWriteOnce], storageClassName: manual, resources: {requests: {storage: 1Gi}}}`;

const storageClass = `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: page-now}
provisioner: example.com/nobody`;

const withSpec = (change: object) => (object: KubeObject): KubeObject => ({ ...object, spec: { ...object.spec, ...change } });
const with_ = (change: object) => (object: KubeObject): KubeObject => ({ ...object, ...change });

const complete = (name: string, image = 'nginx:2') => ({ name, image, imagePullPolicy: 'IfNotPresent' });

const changeable = '`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),'
  + '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

const refused: readonly (readonly [string, string, (object: KubeObject) => KubeObject, readonly string[]])[] = [
  ['an image that goes away', pod, withSpec({ containers: [complete('c', '')] }), ['spec.containers[0].image: Required value', 'spec.containers[0].image: Required value']],
  ['one container more', pod, withSpec({ containers: [complete('d'), complete('c')] }),
    ['spec.containers: Forbidden: pod updates may not add or remove containers']],
  ['a later deadline', pod, withSpec({ activeDeadlineSeconds: 200 }),
    ['spec.activeDeadlineSeconds: Invalid value: 200: must be less than or equal to previous value']],
  ['another restart policy', pod, withSpec({ restartPolicy: 'Never' }), [
    `spec: Forbidden: pod updates may not change fields other than ${changeable}\n`
    + '  core.PodSpec{\n'
    + '  \t... // 2 identical fields\n'
    + '  \tContainers:                    {{Name: "c", Image: "nginx:2", TerminationMessagePath: "/dev/termination-log", TerminationMessagePolicy: "File", ...}},\n'
    + '  \tEphemeralContainers:           nil,\n'
    + '- \tRestartPolicy:                 "Always",\n'
    + '+ \tRestartPolicy:                 "Never",\n'
    + '  \tTerminationGracePeriodSeconds: &5,\n'
    + '  \tActiveDeadlineSeconds:         &100,\n'
    + '  \t... // 27 identical fields\n'
    + '  }\n',
  ]],
  ['another uid', pod, (object) => ({ ...object, metadata: { ...object.metadata, uid: '1' } }), ['metadata.uid: Invalid value: "1": field is immutable']],
  ['another selector', deployment, withSpec({ selector: { matchLabels: { app: 'one', v: 'a' } } }), [
    'spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"app":"one", "v":"a"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable',
  ]],
  ['another address', service, withSpec({ clusterIP: '10.96.0.8', clusterIPs: ['10.96.0.8'] }),
    ['spec.clusterIPs[0]: Invalid value: []string{"10.96.0.8"}: may not change once set']],
  ['sealed data', sealed, with_({ data: { a: 'c' } }), ['data: Forbidden: field is immutable when `immutable` is set']],
  ['an opened seal', sealed, with_({ immutable: false }), ['immutable: Forbidden: field is immutable when `immutable` is set']],
  ['another access mode', claim, withSpec({ accessModes: ['ReadOnlyMany'] }), [
    'spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n'
    + '  core.PersistentVolumeClaimSpec{\n'
    + '- \tAccessModes: []core.PersistentVolumeAccessMode{"ReadWriteOnce"},\n'
    + '+ \tAccessModes: []core.PersistentVolumeAccessMode{"ReadOnlyMany"},\n'
    + '  \tSelector:    nil,\n'
    + '  \tResources:   {Requests: {s"storage": {i: {...}, s: "1Gi", Format: "BinarySI"}}},\n'
    + '  \t... // 6 identical fields\n'
    + '  }\n',
  ]],
  ['another provisioner', storageClass, with_({ provisioner: 'example.com/other' }), ['provisioner: Forbidden: updates to provisioner are forbidden.']],
];

test.each(refused)('an update may not bring %s', (_, manifest, change, messages) => {
  expect(updateErrorsOf(manifest, change)).toEqual(messages);
});

const allowed: readonly (readonly [string, string, (object: KubeObject) => KubeObject])[] = [
  ['nothing', pod, (object) => object],
  ['another image', pod, withSpec({ containers: [{ name: 'c', image: 'nginx:3', resources: {}, terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', imagePullPolicy: 'IfNotPresent' }] })],
  ['an earlier deadline', pod, withSpec({ activeDeadlineSeconds: 50 })],
  ['one toleration more', pod, withSpec({ tolerations: [{ key: 'a', operator: 'Exists' }] })],
  ['more replicas', deployment, withSpec({ replicas: 5 })],
  ['another type without saying the address again', service, (object) => ({ ...object, spec: { type: 'NodePort', ports: [{ port: 80 }] } })],
  ['more labels', sealed, (object) => ({ ...object, metadata: { ...object.metadata, labels: { a: 'b' } } })],
];

test.each(allowed)('an update may bring %s', (_, manifest, change) => {
  expect(updateErrorsOf(manifest, change)).toEqual([]);
});
