import { describe, expect, it } from 'vitest';
import * as validation from './validation.ts';

const { isDNS1123Label, isDNS1123Subdomain, isDNS1035Label, isQualifiedName, isValidLabelValue, isConfigMapKey, isValidPortName, isValidPortNum } = validation;

describe('names', () => {
  it('accepts good ones', () => {
    const problems = [
      ...isDNS1123Label('a-1'), ...isDNS1123Subdomain('a.b-c.1'), ...isDNS1035Label('a1'), ...isQualifiedName('example.com/My_name.1'), ...isValidLabelValue(''),
      ...isConfigMapKey('.dockerconfigjson'), ...isValidPortName('http-1'), ...isValidPortNum(65535), ...validation.isValidPercent('25%'),
      ...validation.isRelaxedEnvVarName('1 a:b'), ...validation.isEnvVarName('A_B.c-d'), ...validation.isWildcardDNS1123Subdomain('*.a.b'),
      ...validation.isValidPathSegmentName('system:a'), ...validation.isValidCIDR('10.0.0.0/8'), ...validation.isHTTPHeaderName('X-A'),
    ];
    expect(problems).toEqual([]);
  });

  it('says what a DNS name must be', () => {
    expect(isDNS1123Subdomain('Bad_Name')).toEqual([
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ]);
    expect(isDNS1123Label('c_d')).toEqual([
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ]);
    expect(isDNS1035Label('1service')).toEqual([
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
    ]);
    expect(isDNS1123Subdomain('x'.repeat(254))).toEqual(['must be no more than 253 characters']);
  });

  it('says what a label must be', () => {
    const name = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    expect(isQualifiedName('bad key')).toEqual([`name part ${name}`]);
    expect(isQualifiedName('a/b/c')).toEqual([`a qualified name ${name} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`]);
    expect(isQualifiedName('/x')).toEqual(['prefix part must be non-empty']);
    expect(isQualifiedName('x/')).toEqual(['name part must be non-empty', `name part ${name}`]);
    expect(isValidLabelValue('bad value!')).toEqual([
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ]);
  });

  it('says what other names and numbers must be', () => {
    expect(isConfigMapKey('a key')).toEqual([
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
    ]);
    expect(isConfigMapKey('..')).toEqual(["must not be '..'"]);
    expect(isConfigMapKey('..data')).toEqual(["must not start with '..'"]);
    expect(isValidPortNum(0)).toEqual(['must be between 1 and 65535, inclusive']);
    expect(isValidPortName('too-long-a-port-name')).toEqual(['must be no more than 15 characters']);
    expect(isValidPortName('Bad Name')).toEqual(['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']);
    expect(isValidPortName('1--')).toEqual(['must contain at least one letter (a-z)', 'must not contain consecutive hyphens', 'must not begin or end with a hyphen']);
    expect(validation.isValidPercent('x%')).toEqual([
      "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
    ]);
    expect(validation.isValidPathSegmentName('a/b')).toEqual(["may not contain '/'"]);
    expect(validation.isRelaxedEnvVarName('a=b')).toEqual(["a valid environment variable name must consist only of printable ASCII characters other than '='"]);
  });

  it.each([['10.9.8.7', true], ['2001:db8::ffff', true], ['::', true], ['::1.2.3.4', true], ['1:2:3:4:5:6:7:8', true], ['10.9.8', false], ['256.1.1.1', false], ['01.1.1.1', false], [':::', false], ['1:2:3:4:5:6:7', false], ['x', false]])(
    '%s is an IP address: %s', (text, isValid) => expect(validation.isValidIP(text).length === 0).toBe(isValid));
});
