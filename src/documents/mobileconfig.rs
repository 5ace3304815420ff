//! A certificate as a profile that an iPad takes.

use ballotbox::codec::Digest;
use uuid::Uuid;

/// The profile with one certificate, given as bytes and as PEM. Its ids follow from the
/// certificate, so that the same one is not taken twice.
pub(crate) fn text(der: &[u8], pem: &str) -> String {
    let id = |what: &[u8]| {
        let digest = Digest::of(&[what, der]);
        let mut bytes = [0_u8; 16];
        for (place, byte) in bytes.iter_mut().zip(digest.as_bytes()) {
            *place = *byte;
        }
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    };
    let (profile, payload): (Uuid, Uuid) = (id(b"profile"), id(b"payload"));
    let base64: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>PayloadContent</key><array><dict>
<key>PayloadType</key><string>com.apple.security.root</string>
<key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>piaojue.ca.{payload}</string>
<key>PayloadUUID</key><string>{payload}</string>
<key>PayloadDisplayName</key><string>piaojue CA</string>
<key>PayloadContent</key><data>{base64}</data>
</dict></array>
<key>PayloadType</key><string>Configuration</string>
<key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>piaojue.{profile}</string>
<key>PayloadUUID</key><string>{profile}</string>
<key>PayloadDisplayName</key><string>票决 piaojue CA</string>
</dict></plist>
"#
    )
}
