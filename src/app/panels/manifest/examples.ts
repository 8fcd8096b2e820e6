import type { panels } from '../../i18n/en/panels.ts';

export type ExampleId = keyof typeof panels.manifest.example;

/** Manifests to begin with. The first is the one with which Kubernetes' own documentation introduces Deployments. */
export const examples: Readonly<Record<ExampleId, string>> = {
  deployment: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: nginx-deployment
  labels:
    app: nginx
spec:
  replicas: 3
  selector:
    matchLabels:
      app: nginx
  template:
    metadata:
      labels:
        app: nginx
    spec:
      containers:
      - name: nginx
        image: nginx:1.14.2
        ports:
        - containerPort: 80
`,
  service: `apiVersion: v1
kind: Service
metadata:
  name: nginx
spec:
  selector:
    app: nginx
  ports:
  - port: 80
    targetPort: 80
`,
  bare: `apiVersion: v1
kind: Pod
metadata:
  name: alone
spec:
  containers:
  - name: web
    image: nginx:1.14.2
`,
  crash: `apiVersion: v1
kind: Pod
metadata:
  name: crasher
spec:
  containers:
  - name: main
    image: busybox:1.36
    command: ["sh", "-c", "sleep 3; exit 1"]
`,
  pending: `apiVersion: v1
kind: Pod
metadata:
  name: giant
spec:
  containers:
  - name: web
    image: nginx:1.14.2
    resources:
      requests:
        cpu: "64"
`,
};
