//! Private-use schemes without a dot (RFC 8252 §7.1): an operator names those that may be.
//!
//! A scheme that is based on a domain name belongs to somebody. One without a dot belongs to whichever
//! program claims it first, so it is allowed by name only; and what is registered with IANA, or what
//! browsers and operating systems act on by themselves, is nobody's own and never allowed.

/// Schemes of the IANA registry "Uniform Resource Identifier (URI) Schemes", and others that programs
/// act on by themselves. Left out are those whose one app takes answers by them: `vscode` and
/// `vscode-insiders`.
const TAKEN: &str = "\
    aaa aaas about acap acct acd acr addressbook adiumxtra admin adt afc afp afs ai aim amss android android-app \
    android.resource app-prefs app-settings appdata applenews applenewss applescript applications appstream apt ar \
    archive ari ark at attachment aw barion bb beshare bingfinance bingmaps bingnews bingsports bingweather bitcoin \
    bitcoincash blob bluetooth bolo brave brid browserext burn cabal calculator callto calshow cap cast casts cdda \
    chrome cid cifs coap coap+tcp coap+ws coaps coaps+tcp coaps+ws com-eventbrite-attendee computer contacts content \
    content-type crid cros-apps cstr cvs daap dab dat data dav davs ddgquicklink devtools dhttp dialer diaspora dict \
    did dis dlna-playcontainer dlna-playsingle dns dns-sd dntp doi dom-distiller dpap dpp drm drop dtmi dtn duckduckgo \
    dvb dvx dweb ed2k edge eid elsi embedded ens ethereum example externalfile facetime facetime-audio fax feed \
    feedback-hub feedready fido file filesystem findmy finger firefox firefox-focus firefox-private \
    first-run-pen-experience fish fm ftp ftpis ftps fuchsia-pkg gamecenter geo gg ghelp git gitoid gizmoproject \
    gnome-help go google-drive googlechrome googlechromes gopher gphoto2 graph grd gtalk guest h323 ham hcap hcp help \
    hs20 http https hxxp hxxps hydrazone hyper iax ibooks ical icap icloud-sharing icon im imap imessage info \
    insiderhub intent iotdisco ipfs ipn ipns ipp ipps irc irc6 ircs iris iris.beep iris.lwz iris.xpc iris.xpcs \
    isolated-app isostore itms itms-apps itms-appss itms-books itms-bookss itms-services its itunes itunesu jabber jar \
    javascript jms keyparc lastfm launchreadinglist lbry ldap ldaps leaptofrogans lid livescript lorawan lpa lvlt \
    macappstore macappstores machineprovisioningprogressreporter magnet mailserver mailto man maps market matrix \
    message messages mhtml microsoftmusic microsoftvideo mid mk mms mmsto mobilenotes mobilephone mocha modem mongodb \
    moz mqtt mqtts msnim msrp msrps mss mswindowsmusic mswindowsvideo mt mtp mtqp mumble mupdate music musics mvn mvrp \
    mvrps network news nfs ni nih nntp notes num obexftp ocf oid onedrive onenote onenote-cmd onenotedesktop \
    opaquelocktoken openid openid-credential-offer openid4vp openpgp4fpr opera otpauth outlookaccounts outlookcal \
    outlookmail p1 pack package palm paparazzi payment payto pcast perldoc photos photos-redirect pkcs11 platform \
    podcast podcasts pop prefs pres programs prospero proxy psyc pttp pwid qb qrc query quic-transport read recent \
    redis rediss reload res resource rlogin rmi rsync rtmfp rtmp rtsp rtsps rtspu safari sarif search search-ms \
    secondlife secret-token service session settings sftp sgn shc shell shelter shoebox shortcuts shttp sieve \
    simpleledger simplex sip sips skype skypewin smb smp sms smsto smtp snap snews snmp soap.beep soap.beeps soldat \
    spiffe spotify ssb ssh starknet starred steam stocks stun stuns submit svn swh swid swidpath tag taler teamspeak \
    teapot tel teliaeid telnet telprompt tftp things thismessage thzp tip tn3270 tool touch-http touch-https trash \
    turn turns tv udp unreal upn upt urn ut2004 uuid-in-package v-event vbscript vemmi ventrilo ves videos videotex \
    view-source vivaldi vnc voicemail vsls w3 wais wasm wasm-js wcr weather web3 webcal webcals wifi windowsdefender \
    wpid ws wss wtai wyciwyg x-apple x-help-action x-help-script x-man-page x-radr xbox xcon xcon-userid xfire xftp \
    xmlrpc.beep xmlrpc.beeps xmpp xrcp xri ymsgr z39.50 z39.50r z39.50s";

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
    "itms-",
    "xbox-",
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
        let more = "help applescript x-man-page addressbook ical findmy rlogin mk its windowsdefender xbox xbox-network \
                    bingmaps outlookmail app-prefs brave vivaldi devtools isolated-app shell search hcp telnet ldap res \
                    jar wyciwyg edge opera safari-extension facetime facetime-audio imap market android-app itms-apps \
                    itms-watchs maps package man trash";
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
        ]
        .into_iter()
        .chain(more.split(' '))
        {
            let why = check(taken).unwrap_err();
            assert!(why.starts_with("it is registered with IANA"), "{taken}: {why}");
        }
        for broken in ["", "Cursor", "cursor:", "cursor://", "2app", "-x", "ap p", "äpp", &"x".repeat(65)] {
            assert!(check(broken).unwrap_err().starts_with("it must be a scheme"), "{broken}");
        }
        assert!(check("com.example.app").unwrap_err().contains("needs no such permission"));
        // A dot makes no domain name.
        assert!(
            is_taken("iris.beep")
                && is_taken("microsoft.windows.camera")
                && is_taken("android.resource")
                && !is_taken("com.example.app")
        );
    }
}
