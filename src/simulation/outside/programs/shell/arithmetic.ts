const pattern = /\s*(\d+|[A-Za-z_]\w*|==|!=|<=|>=|&&|\|\||[-+*/%()<>!])/y;

/** Works out `$((…))` in whole numbers; names are variables. NaN when it makes no sense. */
export function arithmetic(text: string, variable: (name: string) => string): number {
  const tokens: string[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) tokens.push(match[1]);
  let at = 0;
  const levels: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '!='], ['<', '>', '<=', '>='], ['+', '-'], ['*', '/', '%']];
  const level = (depth: number): number => {
    if (depth === levels.length) return unary();
    let left = level(depth + 1);
    while (levels[depth].includes(tokens[at])) left = apply(tokens[at++], left, level(depth + 1));
    return left;
  };
  const unary = (): number => {
    const token = tokens[at++] ?? '';
    if (token === '-') return -unary();
    if (token === '+') return unary();
    if (token === '!') return unary() === 0 ? 1 : 0;
    if (token === '(') {
      const inner = level(0);
      at++;
      return inner;
    }
    return /^\d/.test(token) ? Number(token) : Number(variable(token) || '0');
  };
  return Math.trunc(level(0));
}

function apply(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+': return a + b;
    case '-': return a - b;
    case '*': return a * b;
    case '/': return Math.trunc(a / b);
    case '%': return a % b;
    case '==': return Number(a === b);
    case '!=': return Number(a !== b);
    case '<': return Number(a < b);
    case '>': return Number(a > b);
    case '<=': return Number(a <= b);
    case '>=': return Number(a >= b);
    case '&&': return Number(a !== 0 && b !== 0);
    default: return Number(a !== 0 || b !== 0);
  }
}
