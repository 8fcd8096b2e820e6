import { expect, test } from 'vitest';
import { errorsOf } from '../../../tests/harness/kinds.ts';

const subdomain = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character "
  + "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const label = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character "
  + "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

const labelValue = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
  + "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/** What a real v1.32 cluster answers to these manifests. */
const refused: readonly (readonly [string, readonly string[]])[] = [
  [`apiVersion: v1
kind: LimitRange
metadata: {name: bad}
spec: {limits: [{type: Container, min: {cpu: "2"}, max: {cpu: "1"}, default: {cpu: "3"}}, {type: Pod, default: {cpu: "1"}}]}`, [
    `spec.limits[0].min[cpu]: Invalid value: resource.Quantity{i:resource.int64Amount{value:2, scale:0}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"2", Format:"DecimalSI"}: min value 2 is greater than max value 1`,
    `spec.limits[0].defaultRequest[cpu]: Invalid value: resource.Quantity{i:resource.int64Amount{value:3, scale:0}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"3", Format:"DecimalSI"}: default request value 3 is greater than max value 1`,
    `spec.limits[0].default[cpu]: Invalid value: resource.Quantity{i:resource.int64Amount{value:1, scale:0}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"1", Format:"DecimalSI"}: default value 3 is greater than max value 1`,
    `spec.limits[1].default: Forbidden: may not be specified when \`type\` is 'Pod'`,
  ]],
  [`apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bad}
spec: {rules: [{host: "a b", http: {paths: [{path: api, pathType: Near, backend: {service: {name: x}}}]}}]}`, [
    `spec.rules[0].host: Invalid value: "a b": ${subdomain}`,
    `spec.rules[0].http.paths[0].pathType: Unsupported value: "Near": supported values: "Exact", "ImplementationSpecific", "Prefix"`,
    `spec.rules[0].http.paths[0].backend: Required value: port name or number is required`,
  ]],
  [`apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bad}
spec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 192.0.2.0/24, except: [198.51.100.0/24]}, podSelector: {}}]}]}`, [
    `spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "198.51.100.0/24": must be a strict subset of \`cidr\``,
    `spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer`,
  ]],
  [`apiVersion: v1
kind: Secret
metadata: {name: tls}
type: kubernetes.io/tls
data: {tls.crt: AA==}`, [
    `data[tls.key]: Required value`,
  ]],
  [`apiVersion: v1
kind: Secret
metadata: {name: basic}
type: kubernetes.io/basic-auth
stringData: {other: x}`, [
    `data[username]: Required value`,
    `data[password]: Required value`,
  ]],
  [`apiVersion: v1
kind: Endpoints
metadata: {name: wrong}
subsets: [{addresses: [{ip: 127.0.0.1}, {ip: name.example}], ports: [{port: 0}]}]`, [
    `subsets[0].addresses[0].ip: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)`,
    `subsets[0].addresses[1].ip: Invalid value: "name.example": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)`,
    `subsets[0].addresses[1].ip: Invalid value: "name.example": must be a valid IP address`,
    `subsets[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive`,
  ]],
  [`apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec:
  selector: {matchLabels: {app: one}}
  template: {metadata: {labels: {app: two}}, spec: {containers: [{name: c, image: x}]}}`, [
    `spec.template.metadata.labels: Invalid value: map[string]string{"app":"two"}: \`selector\` does not match template \`labels\``,
  ]],
  [`apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec:
  template: {metadata: {labels: {app: two}}, spec: {containers: [{name: c, image: x}]}}`, [
    `spec.selector: Required value`,
    `spec.template.metadata.labels: Invalid value: map[string]string{"app":"two"}: \`selector\` does not match template \`labels\``,
  ]],
  [`apiVersion: apps/v1
kind: StatefulSet
metadata: {name: UP}
spec:
  serviceName: x
  selector: {matchLabels: {a: b}}
  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c_d, image: x}]}}`, [
    `metadata.name: Invalid value: "UP": ${label}`,
  ]],
  [`apiVersion: v1
kind: ConfigMap
metadata: {name: ok, annotations: {"not ok": x}}
data: {"a key": v}`, [
    `metadata.annotations: Invalid value: "not ok": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    `data[a key]: Invalid value: "a key": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
  ]],
  [`apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {}`, [
    `spec.containers: Required value`,
  ]],
  [`apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: []}`, [
    `spec.containers: Required value`,
  ]],
  [`apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{image: nginx}, {name: b}]}`, [
    `spec.containers[0].name: Required value`,
    `spec.containers[1].image: Required value`,
  ]],
  [`apiVersion: v1
kind: Pod
spec: {containers: [{name: c, image: nginx}]}`, [
    `metadata.name: Required value: name or generateName is required`,
  ]],
  [`apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{name: same, image: nginx}, {name: same, image: redis}]}`, [
    `spec.containers[1].name: Duplicate value: "same"`,
  ]],
  [`apiVersion: v1
kind: Service
metadata: {name: s}
spec: {selector: {a: b}, ports: [{port: 80}, {port: 81}]}`, [
    `spec.ports[0].name: Required value`,
    `spec.ports[1].name: Required value`,
  ]],
  [`apiVersion: v1
kind: Service
metadata: {name: s}
spec: {selector: {a: b}, ports: [{name: x, port: 80}, {name: x, port: 81}]}`, [
    `spec.ports[1].name: Duplicate value: "x"`,
  ]],
  [`apiVersion: v1
kind: Service
metadata: {name: s}
spec: {selector: {a: b}, ports: [{name: x, port: 80}, {name: z, port: 80}]}`, [
    `spec.ports[1]: Duplicate value: core.ServicePort{Name:"", Protocol:"TCP", AppProtocol:(*string)(nil), Port:80, TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:""}, NodePort:0}`,
  ]],
  [`apiVersion: v1
kind: Service
metadata: {name: s}
spec: {selector: {a: b}, ports: [{port: 0, protocol: HTTP, targetPort: "Bad Name"}]}`, [
    `spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive`,
    `spec.ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"`,
    `spec.ports[0].targetPort: Invalid value: "Bad Name": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)`,
  ]],
  [`apiVersion: v1
kind: Service
metadata: {name: s}
spec: {selector: {a: b}}`, [
    `spec.ports: Required value`,
  ]],
  [`apiVersion: v1
kind: Service
metadata: {name: s}
spec: {type: Outside, ports: [{port: 80, nodePort: 30001}]}`, [
    `spec.type: Unsupported value: "Outside": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"`,
  ]],
  [`apiVersion: v1
kind: Service
metadata: {name: s}
spec: {type: ExternalName, externalName: "not a name"}`, [
    `spec.externalName: Invalid value: "not a name": ${subdomain}`,
  ]],
  [`apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: c, image: x, ports: [{containerPort: 70000}, {name: too-long-a-port-name, containerPort: 80}, {name: w, containerPort: 81}, {name: w, containerPort: 82}]}]}`, [
    `spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive`,
    `spec.containers[0].ports[1].name: Invalid value: "too-long-a-port-name": must be no more than 15 characters`,
    `spec.containers[0].ports[3].name: Duplicate value: "w"`,
  ]],
  [`apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {hostNetwork: true, containers: [{name: c, image: x, ports: [{containerPort: 80, hostPort: 81}]}]}`, [
    `spec.containers[0].ports[0].hostPort: Invalid value: 81: must match \`containerPort\` when \`hostNetwork\` is true`,
  ]],
  [`apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: c, image: x, livenessProbe: {}}]}`, [
    `spec.containers[0].livenessProbe: Required value: must specify a handler type`,
  ]],
  [`apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: c, image: x, readinessProbe: {httpGet: {path: /, port: 80}, tcpSocket: {port: 80}}}]}`, [
    `spec.containers[0].readinessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type`,
  ]],
  [`apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: c, image: x, livenessProbe: {httpGet: {port: 0, scheme: FTP}, periodSeconds: -1, successThreshold: 2}}]}`, [
    `spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive`,
    `spec.containers[0].livenessProbe.httpGet.scheme: Unsupported value: "FTP": supported values: "HTTP", "HTTPS"`,
    `spec.containers[0].livenessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0`,
    `spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1`,
  ]],
  [`apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: c, image: x, startupProbe: {exec: {command: []}, timeoutSeconds: -5}}]}`, [
    `spec.containers[0].startupProbe.exec.command: Required value`,
    `spec.containers[0].startupProbe.timeoutSeconds: Invalid value: -5: must be greater than or equal to 0`,
  ]],
  [`apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: c, image: x, lifecycle: {preStop: {}}, readinessProbe: {tcpSocket: {port: Name!}}}]}`, [
    `spec.containers[0].lifecycle.preStop: Required value: must specify a handler type`,
    `spec.containers[0].readinessProbe.tcpSocket.port: Invalid value: "Name!": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)`,
  ]],
  [`apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  initContainers: [{name: i, image: x, readinessProbe: {exec: {command: ["true"]}}}]
  containers: [{name: c, image: x}]`, [
    `spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always`,
  ]],
  [`apiVersion: v1
kind: Pod
metadata: {name: q}
spec: {containers: [{name: c, image: nginx, resources: {requests: {cpu: "2"}, limits: {cpu: "1"}}}]}`, [
    `spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1`,
  ]],
  [`apiVersion: v1
kind: Pod
metadata: {name: q}
spec: {containers: [{name: c, image: nginx, resources: {requests: {memory: -1Mi}}}]}`, [
    `spec.containers[0].resources.requests[memory]: Invalid value: "-1Mi": must be greater than or equal to 0`,
  ]],
  [`apiVersion: v1
kind: Pod
metadata: {name: q}
spec: {containers: [{name: c, image: nginx, resources: {limits: {gpus: "1"}}}]}`, [
    `spec.containers[0].resources.limits[gpus]: Invalid value: gpus: must be a standard resource type or fully qualified`,
    `spec.containers[0].resources.limits[gpus]: Invalid value: gpus: must be a standard resource for containers`,
    `spec.containers[0].resources.requests[gpus]: Invalid value: gpus: must be a standard resource type or fully qualified`,
    `spec.containers[0].resources.requests[gpus]: Invalid value: gpus: must be a standard resource for containers`,
  ]],
  [`apiVersion: v1
kind: Pod
metadata: {name: q}
spec: {containers: [{name: c, image: nginx, resources: {limits: {example.com/gpu: 500m}}}]}`, [
    `spec.containers[0].resources.limits[example.com/gpu]: Invalid value: resource.Quantity{i:resource.int64Amount{value:500, scale:-3}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"500m", Format:"DecimalSI"}: must be an integer`,
    `spec.containers[0].resources.requests[example.com/gpu]: Invalid value: resource.Quantity{i:resource.int64Amount{value:500, scale:-3}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"500m", Format:"DecimalSI"}: must be an integer`,
  ]],
  [`{apiVersion: v1, kind: Namespace, metadata: {name: has.dot}}`, ['metadata.name: Invalid value: "has.dot": must not contain dots']],
  [`{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: a/b}, rules: []}`, [`metadata.name: Invalid value: "a/b": may not contain '/'`]],
  [`{apiVersion: v1, kind: ConfigMap, metadata: {name: Upper_Case}}`, [`metadata.name: Invalid value: "Upper_Case": ${subdomain}`]],
  [`{apiVersion: v1, kind: ConfigMap, metadata: {name: both}, data: {k: v}, binaryData: {k: AA==}}`, ['data[k]: Invalid value: "k": duplicate of key present in binaryData']],
  [`{apiVersion: v1, kind: ResourceQuota, metadata: {name: bad}, spec: {hard: {colour: "1"}}}`, [
    'spec.hard[colour]: Invalid value: colour: must be a standard resource type or fully qualified', 'spec.hard[colour]: Invalid value: colour: must be a standard resource for quota',
  ]],
  [`{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: system-mine}, value: 5}`, [
    "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is not a known system priority class",
  ]],
  [`{apiVersion: v1, kind: Service, metadata: {name: 1service}, spec: {ports: [{port: 80}]}}`, [
    `metadata.name: Invalid value: "1service": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')`,
  ]],
  [`{apiVersion: batch/v1, kind: CronJob, metadata: {name: ${'c'.repeat(53)}}, spec: {schedule: "TZ=UTC 0 0 * * *", timeZone: Mars/Base, jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: x}]}}}}}}`, [
    `metadata.name: Invalid value: "${'c'.repeat(53)}": must be no more than 52 characters`,
    'spec.schedule: Invalid value: "TZ=UTC 0 0 * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead', 'spec.timeZone: Invalid value: "Mars/Base": unknown time zone Mars/Base',
  ]],
  [`{apiVersion: apps/v1, kind: Deployment, metadata: {name: d, labels: {app: ends-}}, spec: {selector: {matchLabels: {app: ends-}}, template: {metadata: {labels: {app: ends-}}, spec: {containers: [{name: c, image: x}]}}}}`, [
    `metadata.labels: Invalid value: "ends-": ${labelValue}`, `spec.selector.matchLabels: Invalid value: "ends-": ${labelValue}`,
    'spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"app":"ends-"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: invalid label selector',
  ]],
  [`{apiVersion: v1, kind: Pod, metadata: {name: ok, labels: {"a/b/c": x}}, spec: {containers: [{name: Cap, image: " nginx"}]}}`, [
    `metadata.labels: Invalid value: "a/b/c": a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    `spec.containers[0].name: Invalid value: "Cap": ${label}`, 'spec.containers[0].image: Invalid value: " nginx": must not have leading or trailing whitespace',
  ]],
  [`{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: x, volumeMounts: [{name: gone, mountPath: /a}], env: [{name: "a=b", value: v}, {name: F, valueFrom: {}}]}], tolerations: [{value: x}], affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}}}}`, [
    `spec.containers[0].env[0].name: Invalid value: "a=b": a valid environment variable name must consist only of printable ASCII characters other than '='`,
    'spec.containers[0].env[1].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`',
    'spec.containers[0].volumeMounts[0].name: Not found: "gone"',
    'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
    'spec.tolerations[0].operator: Invalid value: "": operator must be Exists when `key` is empty, which means "match all values and all keys"',
  ]],
  [`{apiVersion: v1, kind: Node, metadata: {name: n}, spec: {taints: [{key: a, value: b, effect: NoSchedule}, {key: a, value: c, effect: NoSchedule}, {key: d, effect: Never}]}}`, [
    'metadata.taints[1]: Duplicate value: core.Taint{Key:"a", Value:"c", Effect:"NoSchedule", TimeAdded:<nil>}: taints must be unique by key and effect pair',
    'metadata.taints[2].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
  ]],
  [`{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {restartPolicy: Sometimes, dnsPolicy: Guess, containers: [{name: c, image: x, imagePullPolicy: Maybe}]}}`, [
    'spec.containers[0].imagePullPolicy: Unsupported value: "Maybe": supported values: "Always", "IfNotPresent", "Never"',
    'spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
    'spec.dnsPolicy: Unsupported value: "Guess": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"',
  ]],
  [`{apiVersion: batch/v1, kind: Job, metadata: {name: j}, spec: {template: {spec: {containers: [{name: c, image: x}]}}}}`, [
    'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
  ]],
];

test.each(refused)('is refused in kube-apiserver\'s words:\n%s', (manifest, messages) => {
  expect(errorsOf(manifest)).toEqual(messages);
});
