/** What is wrong with a name or a number, in the API server's words; empty when all is well. Source of them all: apimachinery util/validation. */
export type Problems = readonly string[];

const NONE: Problems = Object.freeze([]);

export const emptyError = 'must be non-empty';

export function maxLengthError(length: number): string {
  return `must be no more than ${length} characters`;
}

export function inclusiveRangeError(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}

export const nonNegativeError = 'must be greater than or equal to 0';
export const immutableError = 'field is immutable';

/** Source: apimachinery util/validation, RegexError. The two spaces after a comma are its own. */
export function regexError(message: string, format: string, ...examples: readonly string[]): string {
  const shown = examples.map((example) => `'${example}', `).join(' or ');
  return examples.length === 0 ? `${message} (regex used for validation is '${format}')` : `${message} (e.g. ${shown}regex used for validation is '${format}')`;
}

const labelFormat = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomainFormat = `${labelFormat}(\\.${labelFormat})*`;
const qualifiedNameFormat = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const envVarFormat = '[-._a-zA-Z][-._a-zA-Z0-9]*';

interface Rule {
  readonly pattern: RegExp;
  readonly words: string;
  readonly maxLength: number;
}

function rule(format: string, maxLength: number, message: string, ...examples: readonly string[]): Rule {
  return { pattern: new RegExp(`^(?:${format})$`), words: regexError(message, format, ...examples), maxLength };
}

/** What a client left away is '' in Go. */
function check(value: string | undefined = '', { pattern, words, maxLength }: Rule): Problems {
  if (value.length <= maxLength && pattern.test(value)) return NONE;
  const problems: string[] = [];
  if (value.length > maxLength) problems.push(maxLengthError(maxLength));
  if (!pattern.test(value)) problems.push(words);
  return problems;
}

const dns1123Label = rule(labelFormat, 63,
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  'my-name', '123-abc');
const dns1123Subdomain = rule(subdomainFormat, 253,
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  'example.com');
const dns1035Label = rule('[a-z]([-a-z0-9]*[a-z0-9])?', 63,
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  'my-name', 'abc-123');
const wildcardSubdomain = rule(`\\*\\.${subdomainFormat}`, 253,
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
  '*.example.com');
const labelValue = rule(`(${qualifiedNameFormat})?`, 63,
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  'MyValue', 'my_value', '12345');
const qualifiedNamePart = rule(qualifiedNameFormat, 63,
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  'MyName', 'my.name', '123-abc');
const configMapKey = rule('[-._a-zA-Z0-9]+', 253,
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
  'key.name', 'KEY_NAME', 'key-name');
const envVarName = rule(envVarFormat, Number.MAX_SAFE_INTEGER,
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
  'my.env-name', 'MY_ENV.NAME', 'MyEnvName1');
const cIdentifier = rule('[A-Za-z_][A-Za-z0-9_]*', Number.MAX_SAFE_INTEGER,
  "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
  'my_name', 'MY_NAME', 'MyName');
const httpHeaderName = rule('[-A-Za-z0-9]+', Number.MAX_SAFE_INTEGER, "a valid HTTP header must consist of alphanumeric characters or '-'", 'X-Header-Name');
const percent = rule('[0-9]+%', Number.MAX_SAFE_INTEGER, "a valid percent string must be a numeric string followed by an ending '%'", '1%', '93%');

/** Of a name that would be a subdomain only the dots are complained about. Source: apimachinery util/validation, IsDNS1123Label. */
export function isDNS1123Label(value: string): Problems {
  const problems = check(value, dns1123Label);
  if (problems.length === 0 || dns1123Label.pattern.test(value) || !dns1123Subdomain.pattern.test(value)) return problems;
  return [...problems.slice(0, -1), 'must not contain dots'];
}

export const isDNS1123Subdomain = (value: string): Problems => check(value, dns1123Subdomain);
export const isDNS1035Label = (value: string): Problems => check(value, dns1035Label);
export const isWildcardDNS1123Subdomain = (value: string): Problems => check(value, wildcardSubdomain);
export const isValidLabelValue = (value: string): Problems => check(value, labelValue);
export const isEnvVarName = (value: string): Problems => [...check(value, envVarName), ...dirPrefixProblems(value)];
export const isCIdentifier = (value: string): Problems => check(value, cIdentifier);
export const isHTTPHeaderName = (value: string): Problems => check(value, httpHeaderName);
export const isValidPercent = (value: string): Problems => check(value, percent);
export const isConfigMapKey = (value: string): Problems => [...check(value, configMapKey), ...dirPrefixProblems(value)];

/** A label key, or any '[prefix/]name'. */
export function isQualifiedName(value: string | undefined = ''): Problems {
  const slash = value.indexOf('/');
  if (slash < 0) return namePart(value);
  if (value.includes('/', slash + 1)) {
    return [`a qualified name ${qualifiedNamePart.words} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const prefix = value.slice(0, slash);
  const problems = prefix === '' ? [emptyError] : isDNS1123Subdomain(prefix);
  const rest = namePart(value.slice(slash + 1));
  return problems.length === 0 ? rest : [...problems.map((problem) => `prefix part ${problem}`), ...rest];
}

function namePart(name: string): Problems {
  if (name.length > 0 && name.length <= 63 && qualifiedNamePart.pattern.test(name)) return NONE;
  const problems = name === '' ? [emptyError, qualifiedNamePart.words] : check(name, qualifiedNamePart);
  return problems.map((problem) => `name part ${problem}`);
}

// A key becomes a file's name: it must not climb out of its directory, nor clash with the kubelet's own '..data'.
function dirPrefixProblems(value: string): Problems {
  if (value === '.' || value === '..') return [`must not be '${value}'`];
  return value.startsWith('..') ? ["must not start with '..'"] : NONE;
}

/** Source: apimachinery util/validation, IsRelaxedEnvVarName: the rule for a container's env since v1.32. */
export function isRelaxedEnvVarName(value: string): Problems {
  const problems = value === '' ? [`environment variable name ${emptyError}`] : [];
  if (/^[ -<>-~]*$/.test(value)) return problems;
  return [...problems, "a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

export function isValidPortNum(port: number): Problems {
  return port >= 1 && port <= 65_535 ? NONE : [inclusiveRangeError(1, 65_535)];
}

export function isValidPortName(port: string): Problems {
  const problems: string[] = [];
  if (port.length > 15) problems.push(maxLengthError(15));
  if (!/^[-a-z0-9]+$/.test(port)) problems.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(port)) problems.push('must contain at least one letter (a-z)');
  if (port.includes('--')) problems.push('must not contain consecutive hyphens');
  if (port.startsWith('-') || port.endsWith('-')) problems.push('must not begin or end with a hyphen');
  return problems;
}

export function isInRange(value: number, low: number, high: number): Problems {
  return value >= low && value <= high ? NONE : [inclusiveRangeError(low, high)];
}

export function isIPv4(value: string): boolean {
  const parts = value.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255 && (part === '0' || !part.startsWith('0')));
}

export function isIPv6(value: string): boolean {
  const halves = value.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const dotted = last.includes('.');
  if (dotted && !isIPv4(last)) return false;
  const hex = dotted ? groups.slice(0, -1) : groups;
  const count = hex.length + (dotted ? 2 : 0);
  return hex.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) && (halves.length === 2 ? count < 8 : count === 8);
}

export function isValidIP(value: string | undefined = ''): Problems {
  return isIPv4(value) || isIPv6(value) ? NONE : ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];
}

export function isValidCIDR(value: string): Problems {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(value);
  const [, address = '', bits = ''] = match ?? [];
  const isValid = (isIPv4(address) && Number(bits) <= 32) || (isIPv6(address) && Number(bits) <= 128);
  return isValid ? NONE : ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'];
}

/** A name that can stand in a URL path; RBAC objects ask no more. Source: apimachinery api/validation/path. */
export function isValidPathSegmentName(name: string): Problems {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((illegal) => name.includes(illegal)).map((illegal) => `may not contain '${illegal}'`);
}
