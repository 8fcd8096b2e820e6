/** What a host needs of the Kubernetes API to put it behind HTTP. */
export { badRequest, failure, forbidden, isStatusFailure, notAcceptable, requestEntityTooLarge, unsupportedMediaType } from '../apimachinery/status.ts';
export { formatMicroTime } from '../apimachinery/time.ts';
export type { Status } from '../apimachinery/status.ts';
export type { ApiQuery, ApiRequest, ApiResponse, ApiVerb, NonResourceRequest, NonResourceResponse, PatchType, WatchEvent } from '../apimachinery/request.ts';
export type { ApiAnswer, ApiSink } from './api-calls.ts';
