/** How each system is told to trust an authority: its steps in order, some with a command, and the way back. */
import type { PlainKey } from '../../text/text.ts';
import type { Step } from '../../ui/guide.ts';

export interface System {
  readonly title: PlainKey;
  readonly steps: readonly Step[];
  readonly remove: PlainKey;
}

const FINGERPRINT = 'openssl x509 -in holdfast-ca.crt -noout -fingerprint -sha256';

export const SYSTEMS: readonly System[] = [
  {
    title: 'trust.system.windows',
    steps: [
      { text: 'trust.windows.1', command: "(Get-PfxCertificate holdfast-ca.crt).GetCertHashString('SHA256')" },
      { text: 'trust.windows.2' },
      { text: 'trust.windows.3' },
      { text: 'trust.windows.4' },
    ],
    remove: 'trust.windows.remove',
  },
  {
    title: 'trust.system.macos',
    steps: [{ text: 'trust.macos.1' }, { text: 'trust.macos.2' }, { text: 'trust.macos.3' }],
    remove: 'trust.macos.remove',
  },
  {
    title: 'trust.system.iphone',
    steps: [{ text: 'trust.iphone.1' }, { text: 'trust.iphone.2' }, { text: 'trust.iphone.3' }],
    remove: 'trust.iphone.remove',
  },
  {
    title: 'trust.system.android',
    steps: [{ text: 'trust.android.1' }, { text: 'trust.android.2' }, { text: 'trust.android.3' }],
    remove: 'trust.android.remove',
  },
  {
    title: 'trust.system.firefox',
    steps: [{ text: 'trust.firefox.1' }, { text: 'trust.firefox.2' }, { text: 'trust.firefox.3' }],
    remove: 'trust.firefox.remove',
  },
  {
    title: 'trust.system.linux',
    steps: [
      { text: 'trust.linux.1', command: FINGERPRINT },
      { text: 'trust.linux.2', command: 'sudo cp holdfast-ca.crt /usr/local/share/ca-certificates/ && sudo update-ca-certificates' },
      { text: 'trust.linux.3', command: 'sudo trust anchor holdfast-ca.crt' },
      { text: 'trust.linux.4' },
    ],
    remove: 'trust.linux.remove',
  },
];
