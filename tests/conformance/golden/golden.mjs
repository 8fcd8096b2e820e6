// Golden pages: their format, the normalisation of what commands answered, and the comparison. Recorded pages and live answers go through the same rules.

const isBoundary = (l) => /^[$@] /.test(l) || /^# (sort|normalise|nodes):/.test(l);

export function parsePage(text) {
  const lines = text.replace(/\r/g, '').split('\n');
  const page = { title: '', nodes: 3, normalise: new Set(), items: [], text };
  let i = 0, pending = {};
  while (i < lines.length) {
    const l = lines[i];
    if (l.startsWith('$ ')) {
      const command = [l.slice(2)];
      const at = i + 1;
      let heredoc = /<<-?\s*['"]?(\w+)/.exec(l)?.[1];
      for (i++; i < lines.length && (heredoc || (lines[i] !== '----' && lines[i] !== '' && !isBoundary(lines[i]))); i++) {
        command.push(lines[i]);
        if (heredoc) { if (lines[i].trim() === heredoc) heredoc = undefined; } else heredoc = /<<-?\s*['"]?(\w+)/.exec(lines[i])?.[1];
      }
      const answer = [];
      if (lines[i] === '----') for (i++; i < lines.length && !isBoundary(lines[i]) && !/^# /.test(lines[i]); i++) answer.push(lines[i].replace(/^\\(?=[$@#\\])/, ''));
      while (answer.at(-1) === '') answer.pop();
      page.items.push({ kind: 'step', line: at, command: command.join('\n'), answer: answer.join('\n'), ...pending });
      pending = {};
      continue;
    }
    if (l.startsWith('@ ')) page.items.push({ kind: 'directive', line: i + 1, text: l.slice(2).trim() });
    else if (/^# sort: lines/.test(l)) { pending.sort = true; page.items.push({ kind: 'text', text: l }); }
    else {
      const m = /^# normalise: (.*)/.exec(l), n = /^# nodes: (\d+)/.exec(l);
      if (m) for (const w of m[1].split(/[ ,]+/)) page.normalise.add(w);
      if (n) page.nodes = +n[1];
      if (!page.title && l.startsWith('# ')) page.title = l.slice(2);
      if (l !== '' || page.items.at(-1)?.text !== '') page.items.push({ kind: 'text', text: l });
    }
    i++;
  }
  return page;
}

export function formatPage(page) {
  let out = '';
  for (const it of page.items) {
    if (it.kind === 'text') { if (it.text !== '') out += it.text + '\n'; else if (!out.endsWith('\n\n')) out += '\n'; continue; }
    if (it.kind === 'directive') { out += `@ ${it.text}\n\n`; continue; }
    const answer = it.answer.split('\n').map((l) => (/^([$@#\\])/.test(l) ? '\\' + l : l)).join('\n');
    out += `$ ${it.command}\n----\n${answer === '' ? '' : answer + '\n'}\n`;
  }
  return out.replace(/\n+$/, '\n');
}

// ---------------------------------------------------------------- normalisation (the same in record and replay)

const SAFE = 'bcdfghjklmnpqrstvwxz2456789'; // the alphabet of generated names
const DUR = '(?:\\d+[dhms]){1,2}|\\d+y(?:\\d+d)?';

export class Normaliser {
  constructor(page) { this.page = page; this.known = { hash: new Map(), x: new Map() }; this.own = page.items.filter((i) => i.kind !== 'text').map((i) => i.command ?? i.text).join('\n'); }
  mine(s) { return this.own.includes(s); } // what the page itself says is not random

  // rules with no memory; generated names become \0hash:VALUE\0 and \0x:VALUE\0
  plain(text) {
    const own = (re, to) => { text = text.replace(re, (m, ...g) => (this.mine(m) ? m : typeof to === 'function' ? to(m, ...g) : to)); };
    text = text.replace(/\r/g, '').replace(/\x1b\[[0-9;]*m/g, '');
    // certificates, tokens, times, identifiers
    text = text.replace(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----(\\n)?/g, '<cert>').replace(/LS0tLS1CRUdJTi[A-Za-z0-9+/=]+/g, '<cert>');
    text = text.replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<token>').replace(/^(token:\s+)\S+$/gm, '$1<token>');
    own(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( ?[+-]\d\d:?\d\d|Z)( m=\+[\d.]+)?/g, '<time>');
    own(/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, '<time>');
    own(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uid>');
    text = text.replace(/\b(containerd|docker|cri-o|fakeRuntime):\/\/[0-9a-f]{20,}/g, '<container-id>');
    text = text.replace(/("?resourceVersion"?: *)("?)\d+\2/g, '$1$2<rv>$2').replace(/(Resource Version:\s+)\d+/g, '$1<rv>').replace(/(ResourceVersion:)\d+/g, '$1<rv>');
    text = text.replace(/^(ca\.crt:\s+)\d+ bytes/gm, '$1<n> bytes');
    text = text.replace(/("serverAddress": ?)"[^"]*"/g, '$1"<server>"');
    text = text.replace(/\b0xc0[0-9a-f]{6,}/g, '<pointer>');
    text = text.replace(/\bv1\.32\.\d+(-[\w.]+)?/g, 'v1.32.<patch>');
    // the host, as told by nodes
    text = text.replace(/^(\s*(?:Machine ID|System UUID|Boot ID|Kernel Version|OS Image|Operating System|Architecture|Container Runtime Version|Kubelet Version|Kube-Proxy Version|ProviderID):).*$/gm, '$1 <host>');
    text = text.replace(/^(\s*"?(?:machineID|systemUUID|bootID|kernelVersion|osImage|operatingSystem|architecture|containerRuntimeVersion|kubeletVersion|kubeProxyVersion|imageID|containerID)"?:) *"?[^",\n]*"?/gm, '$1 <host>');
    text = text.replace(/^(\s*(?:Container ID|Image ID):).*$/gm, '$1 <host>');
    text = text.replace(/Image size: \d+ bytes/g, 'Image size: <n> bytes').replace(/ in [\d.]+[mµn]?s \([\d.]+[mµn]?s including waiting\)/g, ' in <age> (<age> including waiting)');
    // addresses: private ranges only; node ports that the page does not name itself
    own(/\b(10(\.\d{1,3}){3}|172\.(1[6-9]|2\d|3[01])(\.\d{1,3}){2}|192\.168(\.\d{1,3}){2})\b/g, '<ip>');
    text = text.replace(/(:|[nN]odePort"?: |NodePort:.* )(3[0-2]\d{3})(?=\/|\b)/g, (m, a, p) => (this.mine(p) ? m : a + '<nodeport>'));
    // temporary files of kubectl diff and edit
    text = text.replace(/\/\S*\/(LIVE|MERGED)-\d+\//g, '<tmp>/$1/').replace(/\/\S*\/kubectl-edit-\d+\.yaml/g, '<tmp>/edit.yaml');
    if (this.page.normalise.has('node')) text = text.replace(/\bnode-\d+\b/g, '<node>');
    // ages and durations
    text = this.ages(text);
    // names
    text = text.replace(/([a-z]-)(2[89]\d{6}|3\d{7})\b/g, (m, a, n) => (this.mine(n) ? m : a + '<minute>')); // Jobs of a CronJob: minutes since 1970
    text = text.replace(new RegExp(`([\\w.)\\]-]-|=|: "?|"|^ *)([${SAFE}]{8,10})(-([${SAFE}]{5}))?(?=[^\\w.-]|\\.? |-?$|\\.$)`, 'gm'), (m, pre, h, s, x) =>
      this.mine(h) || (/^\d+$/.test(h) && !pre.endsWith('-')) ? m : `${pre}\0hash:${h}\0${s ? (this.mine(s) ? s : `-\0x:${x}\0`) : ''}`);
    text = text.replace(new RegExp(`([\\w.\\0)]-)([${SAFE}]{5})(?=[^\\w-]|$)`, 'gm'), (m, pre, x) => (this.mine('-' + x) ? m : `${pre}\0x:${x}\0`));
    return text;
  }

  ages(text) {
    let table = false, host = 0;
    return text.split('\n').map((l) => {
      if (/^\s*$/.test(l)) { table = false; host = 0; return l; }
      if (/^[A-Z][A-Z0-9 ()%/_-]*$/.test(l)) { table = /\b(AGE|LAST SEEN|DURATION|LAST SCHEDULE|FIRST SEEN)\b/.test(l); host = l.includes('OS-IMAGE') ? l.slice(0, l.indexOf('OS-IMAGE')).trim().split(/\s{2,}/).length : 0; return l; }
      if (/^\s+Namespace\s+Name\s+CPU Requests/.test(l)) { table = true; return l; } // the pods of a node
      if (/^Allocated resources:/.test(l)) table = false;
      if (host) l = l.trim().split(/\s{2,}/).map((c, i) => (i < host ? c : '<host>')).join('   ');
      const ev = new RegExp(`^(\\s+(?:Normal|Warning)\\s+\\S+\\s+)(?:${DUR}|<unknown>|<invalid>)(?: \\(x\\d+ over (?:${DUR}|<invalid>)\\))?(?=\\s)`);
      if (ev.test(l)) return l.replace(ev, '$1<age>'); // an event in describe
      if (table) return l.replace(new RegExp(`(^|\\s)(${DUR})(?: \\(x\\d+ over (?:${DUR})\\))?(?=\\s|$)`, 'g'), '$1<age>').replace(new RegExp(`\\((${DUR}) ago\\)`, 'g'), '(<age> ago)');
      return l.replace(new RegExp(`^(\\s*(?:Age|Duration|Time|AGE):\\s+)(?:${DUR})$`), '$1<age>').replace(new RegExp(`\\((${DUR}) ago\\)`, 'g'), '(<age> ago)');
    }).join('\n');
  }

  name(kind, v, learn) {
    if (kind === 'x' && this.page.normalise.has('names')) return '<x>';
    const m = this.known[kind];
    if (!m.has(v)) { if (!learn) return `<${kind}>`; m.set(v, m.size + 1); }
    return `<${kind}:${m.get(v)}>`;
  }

  apply(text, sort) {
    let lines = this.plain(text).split('\n').map((l) => l.replace(/\s+$/, ''));
    while (lines.at(-1) === '') lines.pop();
    const mark = (l, learn) => l.replace(/\0(hash|x):([^\0]*)\0/g, (m, k, v) => this.name(k, v, learn));
    if (sort) {
      const head = /^[A-Z][A-Z0-9 ()%/_-]*$/.test(lines[0] ?? '') ? [lines.shift()] : [];
      const key = (l) => squeeze(mark(l, false));
      lines = [...head, ...lines.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))];
    }
    return lines.map((l) => mark(l, true)).join('\n');
  }
}

// the form that is compared: runs of spaces inside a line are one space
export const squeeze = (t) => t.split('\n').map((l) => l.replace(/\s+$/, '').replace(/(\S)[ \t]{2,}/g, '$1 ')).join('\n');

export function diff(want, got) { // longest common subsequence, lines
  const a = want.split('\n'), b = got.split('\n'), eq = (x, y) => squeeze(x) === squeeze(y);
  const t = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) t[i][j] = eq(a[i], b[j]) ? t[i + 1][j + 1] + 1 : Math.max(t[i + 1][j], t[i][j + 1]);
  const out = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && eq(a[i], b[j])) { i++; j++; } else if (j >= b.length || (i < a.length && t[i + 1][j] >= t[i][j + 1])) out.push('    - ' + a[i++]); else out.push('    + ' + b[j++]);
  }
  return out;
}
