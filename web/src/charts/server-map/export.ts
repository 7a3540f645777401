import type { Box } from './layout.ts';

/** What a drawing looks like without the page's style sheets and theme. */
const PROPERTIES = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-dasharray',
  'paint-order',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'display',
] as const;
const MARGIN = 24;
/** Browsers refuse canvases larger than this. */
const WIDEST = 12_000;

/** Saves a picture of the whole map, in the colours on screen, as a file. */
export async function saveAs(kind: 'svg' | 'png', svg: SVGSVGElement, box: Box, name: string): Promise<void> {
  const drawing = new Blob([alone(svg, box)], { type: 'image/svg+xml' });
  download(kind === 'svg' ? drawing : await paint(drawing, box), `${name.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.${kind}`);
}

/** The drawing as a document of its own: what CSS says of each element is written on it. */
function alone(svg: SVGSVGElement, box: Box): string {
  const far = svg.hasAttribute('data-far');
  svg.removeAttribute('data-far');
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll<SVGElement>('*');
  for (const [i, element] of [...copy.querySelectorAll<SVGElement>('*')].entries()) {
    const original = originals[i];
    if (original === undefined) continue;
    const style = getComputedStyle(original);
    element.removeAttribute('class');
    element.setAttribute('style', PROPERTIES.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';'));
  }
  copy.querySelector('desc')?.remove();
  svg.toggleAttribute('data-far', far);
  const { x, y, width, height } = framed(box);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `${x} ${y} ${width} ${height}`);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.style.background = getComputedStyle(document.body).backgroundColor;
  return new XMLSerializer().serializeToString(copy);
}

async function paint(drawing: Blob, box: Box): Promise<Blob> {
  const { width, height } = framed(box);
  const scale = Math.min(2, WIDEST / Math.max(width, height));
  const image = new Image(width * scale, height * scale);
  const address = URL.createObjectURL(drawing);
  try {
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large'))), 'image/png');
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const framed = (box: Box): Box => ({
  x: box.x - MARGIN,
  y: box.y - MARGIN,
  width: box.width + 2 * MARGIN,
  height: box.height + 2 * MARGIN,
});
