/** Routes about the box's own authority, which devices are asked to trust. Open to anyone: a certificate is public. */
import { X509Certificate } from 'node:crypto';
import { Certificate } from '../contract/index.ts';
import { type Route, route } from '../route.ts';
import type { Services } from '../services.ts';

const MEDIA_TYPE = 'application/x-x509-ca-cert';

export function certificateRoutes({ certificates, secureUrl }: Pick<Services, 'certificates' | 'secureUrl'>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/certificate',
      access: 'anyone',
      summary: "Tells of the box's own authority",
      answer: Certificate,
      run: async () => {
        const { dns, addresses } = certificates.names;
        const names = [...dns, ...addresses].filter((name) => !certificates.leftOut.includes(name));
        const { validToDate } = new X509Certificate(certificates.caPem);
        return { fingerprint: certificates.caFingerprint, names, notAfter: validToDate.toISOString(), secureUrl: secureUrl() };
      },
    }),
    route({
      method: 'GET',
      path: '/api/certificate/ca.crt',
      access: 'anyone',
      summary: "Gives the certificate of the box's own authority (PEM)",
      answer: MEDIA_TYPE,
      async run({ ctx }) {
        ctx.set('Content-Type', MEDIA_TYPE);
        // Not as an attachment: phones offer to install what they are shown.
        ctx.set('Content-Disposition', 'inline; filename="holdfast-ca.crt"');
        ctx.body = certificates.caPem;
        return undefined;
      },
    }),
  ];
}
