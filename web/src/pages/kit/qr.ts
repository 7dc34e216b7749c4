/** A QR code as a drawing: one path, so that it stays sharp on paper. Source: ISO/IEC 18004, by lean-qr. */
import { correction, generate } from 'lean-qr';
import { html, type TemplateResult } from 'lit';

/** The empty rim that scanners need, in modules. */
const RIM = 4;

/** `label` is what those hear who cannot see it. */
export function qrCode(content: string, label: string): TemplateResult {
  const code = generate(content, { minCorrectionLevel: correction.Q });
  const size = code.size + 2 * RIM;
  let path = '';
  for (let y = 0; y < code.size; y++) for (let x = 0; x < code.size; x++) if (code.get(x, y)) path += `M${x + RIM} ${y + RIM}h1v1h-1z`;
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" role="img" aria-label=${label}><rect class="rim" width=${size} height=${size} /><path class="ink" d=${path} /></svg>`;
}
