/** What a container runtime asks of an image registry. */
export type RegistryCall = { readonly method: 'manifest'; readonly image: string } | { readonly method: 'layers'; readonly image: string } | { readonly method: 'blob'; readonly digest: string };

export interface ImageManifest {
  readonly digest: string;
  readonly sizeBytes: number;
  readonly layers: readonly { readonly digest: string; readonly sizeBytes: number }[];
  /** How long a container of this image takes from start to running its program. */
  readonly startUpUs: number;
}

export interface RegistryError {
  /** `not found`, `no such host`, … */
  readonly error: string;
  /** True when the registry answered and knows no such image; false when it could not be asked. */
  readonly notFound: boolean;
}
