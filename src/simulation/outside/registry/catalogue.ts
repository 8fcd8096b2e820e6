/** What the registries hold of one repository. Sizes are of compressed layers, as they go over the wire. */
export interface CatalogueEntry {
  /** Without `docker.io/library/`. */
  readonly repository: string;
  /** The layer that images of one family share, with its size in bytes. */
  readonly base: readonly [name: string, sizeBytes: number];
  /** What the repository adds, by tag: the first rule whose pattern matches. */
  readonly sizes: readonly (readonly [tag: RegExp, sizeBytes: number])[];
  /** How long a container of it takes from its start to its program's first answer. */
  readonly startUpUs: number;
}

const MB = 1_000_000;
const ms = (value: number): number => value * 1000;
const any = /./;
const debian = ['debian', 22 * MB] as const;
const alpine = ['alpine', 3_400_000] as const;
const scratch = ['scratch', 0] as const;

/** Sizes as published by the registries, rounded to 0.1 MB. */
export const catalogue: readonly CatalogueEntry[] = [
  {
    repository: 'nginx',
    base: debian,
    sizes: [[/alpine/, 14 * MB], [/^1\.(7|8|9|1[0-4])(\.|$)/, 22_700_000], [/^1\.1[5-9](\.|$)/, 28_500_000], [/^1\.2[0-3](\.|$)/, 34_700_000], [any, 50_200_000]],
    startUpUs: ms(120),
  },
  { repository: 'httpd', base: debian, sizes: [[/alpine/, 20 * MB], [any, 34_500_000]], startUpUs: ms(150) },
  { repository: 'redis', base: debian, sizes: [[/alpine/, 12 * MB], [any, 25_300_000]], startUpUs: ms(200) },
  { repository: 'memcached', base: debian, sizes: [[any, 9 * MB]], startUpUs: ms(80) },
  { repository: 'postgres', base: debian, sizes: [[/alpine/, 90 * MB], [any, 129 * MB]], startUpUs: ms(2_800) },
  { repository: 'mysql', base: ['oraclelinux', 46 * MB], sizes: [[any, 138 * MB]], startUpUs: ms(8_000) },
  { repository: 'mongo', base: ['ubuntu', 29 * MB], sizes: [[any, 240 * MB]], startUpUs: ms(1_900) },
  { repository: 'wordpress', base: debian, sizes: [[any, 206 * MB]], startUpUs: ms(1_200) },
  { repository: 'rabbitmq', base: ['ubuntu', 29 * MB], sizes: [[any, 71 * MB]], startUpUs: ms(6_500) },
  { repository: 'node', base: debian, sizes: [[/alpine/, 46 * MB], [any, 360 * MB]], startUpUs: ms(400) },
  { repository: 'python', base: debian, sizes: [[/alpine|slim/, 24 * MB], [any, 360 * MB]], startUpUs: ms(250) },
  { repository: 'perl', base: debian, sizes: [[any, 330 * MB]], startUpUs: ms(100) },
  { repository: 'busybox', base: scratch, sizes: [[any, 2_200_000]], startUpUs: ms(20) },
  { repository: 'alpine', base: alpine, sizes: [[any, 0]], startUpUs: ms(20) },
  { repository: 'bash', base: alpine, sizes: [[any, 3 * MB]], startUpUs: ms(20) },
  { repository: 'debian', base: debian, sizes: [[any, 27 * MB]], startUpUs: ms(30) },
  { repository: 'ubuntu', base: ['ubuntu', 29 * MB], sizes: [[any, 0]], startUpUs: ms(30) },
  { repository: 'hello-world', base: scratch, sizes: [[any, 2_500]], startUpUs: ms(10) },
  { repository: 'fluentd', base: debian, sizes: [[any, 40 * MB]], startUpUs: ms(900) },
  { repository: 'polinux/stress', base: alpine, sizes: [[any, 3_500_000]], startUpUs: ms(20) },
  { repository: 'vish/stress', base: scratch, sizes: [[any, 1_600_000]], startUpUs: ms(20) },
  { repository: 'registry.k8s.io/pause', base: scratch, sizes: [[any, 320_000]], startUpUs: ms(10) },
  { repository: 'registry.k8s.io/e2e-test-images/agnhost', base: alpine, sizes: [[any, 50 * MB]], startUpUs: ms(60) },
  { repository: 'registry.k8s.io/echoserver', base: ['ubuntu', 29 * MB], sizes: [[any, 14 * MB]], startUpUs: ms(150) },
  { repository: 'registry.k8s.io/hpa-example', base: debian, sizes: [[any, 180 * MB]], startUpUs: ms(400) },
  { repository: 'registry.k8s.io/nginx-slim', base: debian, sizes: [[any, 80 * MB]], startUpUs: ms(120) },
  { repository: 'gcr.io/google-samples/hello-app', base: scratch, sizes: [[any, 11_500_000]], startUpUs: ms(50) },
  { repository: 'gcr.io/google-samples/gb-frontend', base: debian, sizes: [[any, 160 * MB]], startUpUs: ms(500) },
  { repository: 'quay.io/prometheus/prometheus', base: scratch, sizes: [[any, 105 * MB]], startUpUs: ms(1_500) },
];

/** What nobody listed: an image of this size that takes this long. */
export const unknownEntry: CatalogueEntry = { repository: '', base: debian, sizes: [[any, 38 * MB]], startUpUs: ms(300) };

/** Registries that exist. */
export const hosts: ReadonlySet<string> = new Set(['docker.io', 'registry.k8s.io', 'k8s.gcr.io', 'gcr.io', 'ghcr.io', 'quay.io', 'mcr.microsoft.com', 'public.ecr.aws']);

/** Tags that a repository of the catalogue has: names in use and versions with parts of at most two digits, as they are published. */
export const plausibleTag = /^(sha256:[0-9a-f]{64}|[a-z][a-z0-9._-]*|v?\d{1,2}(\.\d{1,2}){0,2}(-[a-z0-9.-]+)?|\d{8}|v\d{8}[a-z0-9.-]*)$/;
