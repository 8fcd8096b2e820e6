import { load } from 'js-yaml';
import { badRequest, notAcceptable, type PatchType, type Status, unsupportedMediaType } from '../../../simulation/cluster/api.ts';
import { decodeProtobuf } from './protobuf/decode.ts';

export type Form = 'object' | 'table' | 'partial-metadata';

const served = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/** In which form the client wants objects: the first of what it accepts that this server has. Only JSON is written. */
export function formOf(accept: string): Form | Status {
  const wanted = accept === '' ? ['*/*'] : accept.split(',');
  for (const one of wanted) {
    const [type, ...parameters] = one.split(';').map((part) => part.trim());
    if (type !== 'application/json' && type !== '*/*' && type !== 'application/*') continue;
    const as = parameters.find((parameter) => parameter.startsWith('as='))?.slice(3);
    if (as === undefined) return 'object';
    if (as === 'Table') return 'table';
    if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') return 'partial-metadata';
  }
  return notAcceptable(served);
}

const patches: readonly PatchType[] = ['application/json-patch+json', 'application/merge-patch+json', 'application/strategic-merge-patch+json', 'application/apply-patch+yaml'];

/** The type without its parameters. */
export const mediaType = (contentType: string): string => contentType.split(';', 1)[0].trim().toLowerCase();

/** Which of the four kinds of patch it is; any other text is for kube-apiserver to refuse. */
export const patchTypeOf = (contentType: string): PatchType => mediaType(contentType) as PatchType;

const isYaml = (type: string): boolean => type === 'application/yaml' || type === 'application/apply-patch+yaml';
const isJson = (type: string): boolean => type === '' || type === 'application/json' || patches.includes(type as PatchType);

/** The data of a body; undefined for an empty one. */
export function parseBody(bytes: Uint8Array, contentType: string): { readonly data: unknown } | Status {
  const type = mediaType(contentType);
  if (bytes.length === 0) return { data: undefined };
  if (type === 'application/vnd.kubernetes.protobuf') return parseProtobuf(bytes);
  const text = Buffer.from(bytes).toString('utf8');
  if (!isJson(type) && !isYaml(type)) return unsupportedMediaType(served);
  try {
    return { data: isYaml(type) ? load(text) : JSON.parse(text) };
  } catch (error) {
    return badRequest(`couldn't get version/kind; json parse error: ${(error as Error).message}`);
  }
}

function parseProtobuf(bytes: Uint8Array): { readonly data: unknown } | Status {
  try {
    return { data: decodeProtobuf(bytes) };
  } catch (error) {
    return badRequest((error as Error).message);
  }
}
