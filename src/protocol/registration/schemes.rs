//! Private-use schemes without a dot (RFC 8252 §7.1): an operator names those that may be.
//!
//! A scheme that is based on a domain name belongs to somebody. One without a dot belongs to whichever
//! program claims it first, so it is allowed by name only; and what is registered with IANA, or what
//! browsers and operating systems act on by themselves, is nobody's own and never allowed.

/// Schemes of the IANA registry "Uniform Resource Identifier (URI) Schemes", and others that programs
/// act on by themselves. Left out are those whose one app takes answers by them: `vscode` and
/// `vscode-insiders`.
const TAKEN: &str = "\
    aaa aaas about acap acct acd acr adiumxtra adt afp afs ai aim amss android android-app app-settings appdata \
    apt ar ari ark at attachment aw barion bb beshare bitcoin bitcoincash blob bluetooth bolo brid browserext \
    cabal calculator callto cap cast casts chrome cid coap coap+tcp coap+ws coaps coaps+tcp coaps+ws \
    com-eventbrite-attendee content content-type crid cstr cvs dab dat data dav dhttp diaspora dict did dis \
    dlna-playcontainer dlna-playsingle dns dntp doi dpp drm drop dtmi dtn dvb dvx dweb ed2k edge eid elsi \
    embedded ens ethereum example facetime facetime-audio fax feed feedready fido file filesystem finger \
    first-run-pen-experience fish fm ftp ftps fuchsia-pkg geo gg git gitoid gizmoproject go googlechrome gopher \
    graph grd gtalk h323 ham hcap hcp hs20 http https hxxp hxxps hydrazone hyper iax icap icon im imap info \
    intent iotdisco ipfs ipn ipns ipp ipps irc irc6 ircs iris iris.beep iris.lwz iris.xpc iris.xpcs isostore \
    itms itms-apps itms-services jabber jar javascript jms keyparc lastfm lbry ldap ldaps leaptofrogans lid \
    livescript lorawan lpa lvlt machineprovisioningprogressreporter magnet mailserver mailto maps market matrix \
    message mhtml mid mms mocha modem mongodb moz mqtt mqtts msnim msrp msrps mss mt mtqp mumble mupdate mvn \
    mvrp mvrps news nfs ni nih nntp notes num ocf oid onenote onenote-cmd opaquelocktoken openid \
    openid-credential-offer openid4vp openpgp4fpr opera otpauth p1 pack palm paparazzi payment payto pkcs11 \
    platform pop prefs pres prospero proxy psyc pttp pwid qb query quic-transport redis rediss reload res \
    resource rmi rsync rtmfp rtmp rtsp rtsps rtspu safari sarif search search-ms secondlife secret-token service \
    session sftp sgn shc shell shelter shortcuts shttp sieve simpleledger simplex sip sips skype smb smp sms \
    smsto smtp snews snmp soap.beep soap.beeps soldat spiffe spotify ssb ssh starknet steam stun stuns submit \
    svn swh swid swidpath tag taler teamspeak teapot tel teliaeid telnet telprompt tftp things thismessage thzp \
    tip tn3270 tool turn turns tv udp unreal upn upt urn ut2004 uuid-in-package v-event vbscript vemmi ventrilo \
    ves videotex view-source vnc vsls w3 wais wasm wasm-js wcr web3 webcal webcals wifi wpid ws wss wtai wyciwyg \
    x-apple xcon xcon-userid xfire xftp xmlrpc.beep xmlrpc.beeps xmpp xrcp xri ymsgr z39.50 z39.50r z39.50s";

/// Beginnings of such schemes: families of an operating system, of a browser, and those that web sites may
/// claim (HTML §8.6).
const TAKEN_FAMILIES: &[&str] = &[
    "ms-",
    "microsoft.",
    "microsoft-",
    "windows.",
    "web+",
    "ext+",
    "chrome-",
    "edge-",
    "moz-",
    "safari-",
    "x-apple.",
    "x-apple-",
    "com-apple-",
    "x-safari-",
    "x-web-",
    "android-",
    "intent-",
    "coap+",
    "coaps+",
];

/// Longest scheme, in characters.
const LONGEST: usize = 64;

/// Whether a scheme is one that everybody's programs act on.
pub fn is_taken(scheme: &str) -> bool {
    TAKEN.split(' ').any(|taken| taken == scheme) || TAKEN_FAMILIES.iter().any(|family| scheme.starts_with(family))
}

/// Judges the name of a scheme that an operator wants to allow.
///
/// # Errors
/// Why it cannot be.
pub fn check(scheme: &str) -> Result<(), &'static str> {
    // RFC 3986 §3.1: ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ), here in lower case.
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.');
    let begins = scheme.bytes().next().is_some_and(|first| first.is_ascii_lowercase());
    if !begins || scheme.len() > LONGEST || !scheme.bytes().all(fits) {
        return Err("it must be a scheme in lower case, without colon (RFC 3986 section 3.1)");
    }
    // RFC 8252 §7.1
    if scheme.contains('.') {
        return Err("a scheme with a dot needs no such permission (RFC 8252 section 7.1)");
    }
    if is_taken(scheme) {
        return Err("it is registered with IANA, or browsers and operating systems act on it; it is no app's own");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_apps_own_name_is_a_scheme_and_everybodys_is_not() {
        for fine in ["cursor", "vscode", "vscode-insiders", "windsurf", "claude", "zed", "my-app2", "a+b"] {
            assert_eq!(check(fine), Ok(()), "{fine}");
        }
        for taken in [
            "javascript",
            "data",
            "file",
            "blob",
            "about",
            "view-source",
            "filesystem",
            "intent",
            "content",
            "mailto",
            "tel",
            "sms",
            "ftp",
            "ws",
            "wss",
            "chrome",
            "chrome-extension",
            "ms-settings",
            "ms-msdt",
            "web+app",
            "http",
            "https",
            "urn",
            "vbscript",
            "search-ms",
            "itms-services",
            "moz-extension",
        ] {
            let why = check(taken).unwrap_err();
            assert!(why.starts_with("it is registered with IANA"), "{taken}: {why}");
        }
        for broken in ["", "Cursor", "cursor:", "cursor://", "2app", "-x", "ap p", "äpp", &"x".repeat(65)] {
            assert!(check(broken).unwrap_err().starts_with("it must be a scheme"), "{broken}");
        }
        assert!(check("com.example.app").unwrap_err().contains("needs no such permission"));
        assert!(is_taken("iris.beep") && is_taken("microsoft.windows.camera") && !is_taken("com.example.app"));
    }
}
