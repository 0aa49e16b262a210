import stringWidth from 'string-width';

/** Breaks a text between words so that no line is wider; a word that is wider itself stands alone, whole. */
export function wrapWords(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapParts(line.split(' '), width, ' '));
}

/** Sets parts beside each other and begins a new line where the next one would not fit. A part is never broken. */
export function wrapParts(parts: readonly string[], width: number, gap = '   '): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    const longer = line === '' ? part : `${line}${gap}${part}`;
    if (line !== '' && stringWidth(longer) > width) {
      lines.push(line);
      line = part;
    } else line = longer;
  }
  return [...lines, line].map((each) => each.trimEnd());
}

/** A column of labels, then text: the label on the first line, the others indented alike. */
export function labelled(label: string, lines: readonly string[], indent = labelWidth): readonly string[] {
  return lines.map((line, index) => `${padTo(index === 0 ? label : '', indent)}${line}`.trimEnd());
}

export const labelWidth = 11;

export function padTo(text: string, width: number): string {
  return `${text}${' '.repeat(Math.max(0, width - stringWidth(text)))}`;
}

/** A command to copy: broken only before its options, with the backslash that a shell wants there. */
export function commandLines(command: string, width: number): readonly string[] {
  const parts: string[] = [];
  for (const word of command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []) {
    const last = parts.pop();
    if (last === undefined || word.startsWith('-')) parts.push(...(last === undefined ? [] : [last]), word);
    else parts.push(`${last} ${word}`);
  }
  return wrapParts(parts, width - 2, ' ').map((line, index, all) => {
    const indented = index === 0 ? line : `  ${line}`;
    return index < all.length - 1 ? `${indented} \\` : indented;
  });
}
