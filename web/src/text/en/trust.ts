/** English: the page that helps a device to trust the box. */
export const trust = {
  'trust.link': 'The browser warns about this box? How a device learns to trust it',
  'trust.title': 'Trust this box',
  'trust.lead':
    'Browsers warn about this box because no public authority can vouch for a box at home. So the box has an authority of its own. Once a device trusts it, the warning is gone, and nobody on the network can listen or take the place of the box.',
  'trust.compare': 'Compare the fingerprint',
  'trust.compare.lead':
    'This must be the fingerprint that the box itself printed when it was started. If it differs, stop: somebody stands between you and the box.',
  'trust.compare.file':
    'This page comes over the same network. Where a device shows the SHA-256 fingerprint of the downloaded file, compare that one.',
  'trust.fingerprint': 'SHA-256 fingerprint',
  'trust.valid': 'Valid until {date}.',
  'trust.download': 'Download the certificate',
  'trust.download.lead': 'A small file, holdfast-ca.crt. It is public and holds no secret.',
  'trust.download.action': 'Download certificate',
  'trust.install': 'Tell the device to trust it',
  'trust.install.lead': 'Menus are called a little differently in each version.',
  'trust.open': 'Open the box by https',
  'trust.open.lead': 'Close the browser, open it again, and go to this address. There is no warning any more.',
  'trust.open.none': 'The box does not answer by https now. Start it without “--https-port off”.',
  'trust.names': 'Names and addresses that it vouches for',
  'trust.harmless': 'Why this is harmless',
  'trust.harmless.text':
    'The certificate itself says what it is good for: names that exist only at home (.local, .lan, .home, .internal, localhost, and names that were given to this box) and private addresses. Devices hold to that. Not even a thief of the box could use it to stand in for a bank, a shop or your mail.',
  'trust.remove': 'When to remove it',
  'trust.remove.text':
    'Remove it when the box was stolen, given away or thrown away: its authority’s key was in it. How to do it stands with each system above.',
  'trust.remove.label': 'To remove it:',
  'trust.system.windows': 'Windows',
  'trust.windows.1': 'Compare: open PowerShell in the folder with the file and run this. It prints the fingerprint without colons.',
  'trust.windows.2': 'Open the file holdfast-ca.crt and choose “Install Certificate…”, then “Current User”.',
  'trust.windows.3': 'Choose “Place all certificates in the following store”, then “Browse…” and “Trusted Root Certification Authorities”.',
  'trust.windows.4':
    'Finish, and say yes to the security warning. It shows another, shorter fingerprint; you have compared the long one already.',
  'trust.windows.remove':
    'run “certmgr.msc”, open “Trusted Root Certification Authorities”, and delete the certificate that begins with “Holdfast”.',
  'trust.system.macos': 'macOS',
  'trust.macos.1': 'Open the file holdfast-ca.crt. Keychain Access adds it to the keychain “login”.',
  'trust.macos.2': 'Double-click the certificate that begins with “Holdfast”. At its end stands the SHA-256 fingerprint: compare it.',
  'trust.macos.3': 'Open “Trust” and choose “Always Trust” for “When using this certificate”. Close the window and give your password.',
  'trust.macos.remove': 'open Keychain Access, select the certificate and delete it.',
  'trust.system.iphone': 'iPhone and iPad',
  'trust.iphone.1': 'Open this page in Safari, tap “Download certificate” and allow the download.',
  'trust.iphone.2':
    'In Settings tap “Profile Downloaded”. Under “More Details” the certificate shows its SHA-256 fingerprint: compare it, then install.',
  'trust.iphone.3': 'In Settings go to General, About, Certificate Trust Settings, and switch the certificate on.',
  'trust.iphone.remove': 'in Settings go to General, VPN & Device Management, tap the profile and remove it.',
  'trust.system.android': 'Android',
  'trust.android.1': 'Tap “Download certificate”.',
  'trust.android.2':
    'In Settings search for “CA certificate” (Security, Encryption & credentials, Install a certificate). Android warns about any such certificate: choose “Install anyway”.',
  'trust.android.3': 'Choose the file holdfast-ca.crt. Under “Trusted credentials”, “User”, it shows its SHA-256 fingerprint: compare it.',
  'trust.android.remove': 'in Settings search for “Trusted credentials”, open “User”, tap the certificate and remove it.',
  'trust.system.firefox': 'Firefox on Linux',
  'trust.firefox.1': 'On Windows, macOS and Android Firefox trusts what the system trusts: follow the steps there.',
  'trust.firefox.2': 'On Linux open Settings, Privacy & Security, “View Certificates…”, “Authorities”, and import the file.',
  'trust.firefox.3': 'Choose “View” and compare the SHA-256 fingerprint, then tick “Trust this CA to identify websites”.',
  'trust.firefox.remove': 'in the same list select the certificate and choose “Delete or Distrust…”.',
  'trust.system.linux': 'Linux and Chrome on Linux',
  'trust.linux.1': 'Compare:',
  'trust.linux.2': 'For programs, on Debian and Ubuntu:',
  'trust.linux.3': 'On Fedora, Arch and openSUSE:',
  'trust.linux.4':
    'Chrome and Chromium: Settings, Privacy and security, Security, Manage certificates, and import the file as an authority for websites.',
  'trust.linux.remove':
    'delete the file from the folder and run the same command with “--fresh”, or “trust anchor --remove”; in Chrome delete it from the list.',
} as const;
