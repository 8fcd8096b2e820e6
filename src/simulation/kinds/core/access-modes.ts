const shorts: readonly (readonly [string, string])[] = [
  ['ReadWriteOnce', 'RWO'], ['ReadOnlyMany', 'ROX'], ['ReadWriteMany', 'RWX'], ['ReadWriteOncePod', 'RWOP'],
];

/** All ways a volume can be mounted, sorted. */
export const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

/** 'RWO,ROX', always in this order. Source: kubernetes v1.32 pkg/apis/core/helper, GetAccessModesAsString. */
export function accessModeText(modes: readonly string[] | undefined): string {
  return shorts.filter(([mode]) => modes?.includes(mode)).map(([, short]) => short).join(',');
}
