import { invalid } from '../../apimachinery/field.ts'
import type { FieldError, FieldPath } from '../../apimachinery/field.ts'

const form = /^[-._a-zA-Z0-9]+$/
const words = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' "
  + "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"

/** What is wrong with a key of a ConfigMap or Secret. Source: apimachinery util/validation, IsConfigMapKey. */
export function configKeyMessages(key: string): string[] {
  const messages: string[] = []
  if (key.length > 253) messages.push('must be no more than 253 characters')
  if (!form.test(key)) messages.push(words)
  if (key === '.') messages.push("must not be '.'")
  else if (key === '..') messages.push("must not be '..'")
  else if (key.startsWith('..')) messages.push("must not start with '..'")
  return messages
}

export function configKeyErrors(at: FieldPath, key: string): FieldError[] {
  return configKeyMessages(key).map((message) => invalid(at, key, message))
}
