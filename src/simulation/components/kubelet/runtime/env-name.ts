/** Whether a key may be an environment variable. Source: apimachinery v0.32 pkg/util/validation, IsRelaxedEnvVarName: printable ASCII without `=`. */
export const isValidEnvName = (name: string): boolean => /^[ -<>-~]+$/.test(name);
