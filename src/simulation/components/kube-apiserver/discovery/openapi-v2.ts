import { serverVersion } from './version.ts';

export const OPENAPI_V2_PROTOBUF = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
/** As it is answered: the @ of the name that is asked for is none that a media type may have. */
export const OPENAPI_V2_CONTENT_TYPE = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

const field = (number: number, bytes: readonly number[]): number[] => [(number << 3) | 2, bytes.length, ...bytes];
const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));

/** A document of no paths. Source: github.com/google/gnostic-models openapiv2/OpenAPIv2.proto, Document. */
export function openApiV2Protobuf(): Uint8Array {
  const info = [...field(1, ascii('Kubernetes')), ...field(2, ascii(serverVersion.gitVersion))];
  return Uint8Array.from([...field(1, ascii('2.0')), ...field(2, info), ...field(8, []), ...field(9, [])]);
}
