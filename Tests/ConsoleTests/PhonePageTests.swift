import Browser
import Foundation
import Testing
import Vocabulary

@testable import Credentials

/// The page in deploy/phone in a real browser, held against what the gate reads.
@Suite(.serialized) struct PhonePageTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("deploy/phone")

    private let issuer = SigningKey()
    private let server: FileServer
    private let browser: Browser

    init() throws {
        server = try FileServer(folder: Self.folder)
        browser = try Browser()
    }

    private func openBound() throws -> DeviceKey {
        try browser.open(server.address)
        try browser.wait(for: "document.body.dataset.show === 'bind'")
        return try #require(DeviceKey(text: try shown()))
    }

    private func shown() throws -> String {
        try #require(try browser.value(of: "document.getElementById('code').dataset.text") as? String)
    }

    private func pass(for key: DeviceKey) throws -> String {
        try SitePass(
            identifier: Array(0..<16), issuer: "site", holderClass: .member, notBefore: WallTime(seconds: 0),
            expires: WallTime(seconds: 4_000_000_000), scope: .stations(["north"]), isSingleUse: false, deviceKey: key
        ).signed(by: issuer)
    }

    private func paste(_ text: String) throws {
        try browser.value(
            of: """
                document.getElementById("text").value = \(Browser.quoted(text));
                document.getElementById("take").click();
                """)
    }

    /// Draws as though the phone's clock stood at these seconds, as it does when it is looked at again.
    private func binding(at seconds: Int) throws -> DeviceBinding? {
        try browser.value(
            of: """
                new Promise((done) => {
                  new MutationObserver((_, observer) => { observer.disconnect(); done(); })
                    .observe(document.getElementById("code"), { attributeFilter: ["data-text"] });
                  Date.now = () => \(seconds)000;
                  document.dispatchEvent(new Event("visibilitychange"));
                })
                """)
        return binding(of: try shown())
    }

    private func binding(of text: String) -> DeviceBinding? {
        let trust = TrustStore(keys: [issuer.publicKey], revoked: RevokedPasses(listed: []))
        return try? trust.examine(Payload(Array(text.utf8))).outcome.get().binding
    }

    @Test("a pass that is bound to the phone is shown with a new proof in each window, which the gate verifies")
    func twoWindows() throws {
        let key = try openBound()
        try paste(try pass(for: key))
        try browser.wait(for: "document.body.dataset.show === 'pass' && document.getElementById('code').dataset.text")
        #expect(try binding(at: 1_800_000_000) == .signed(at: WallTime(seconds: 1_800_000_000)))
        #expect(try binding(at: 1_800_000_015) == .signed(at: WallTime(seconds: 1_800_000_015)))
        #expect(try shown().count <= 340)
        try browser.picture("phone")
        // The next one comes by itself, after 15 s of the browser's own clock.
        let before = try shown()
        try browser.value(
            of: """
                new Promise((done) => {
                  Date.now = () => 1800000030000;
                  new MutationObserver(done).observe(document.getElementById("code"), { attributeFilter: ["data-text"] });
                })
                """)
        #expect(try shown() != before)
        #expect(binding(of: try shown()) == .signed(at: WallTime(seconds: 1_800_000_030)))
        #expect(browser.complaints == [])
    }

    @Test("the key and the pass stay, cannot be taken out, and the page works without its server")
    func offline() throws {
        let key = try openBound()
        try browser.value(of: "navigator.serviceWorker.ready.then(() => true)")
        server.end()
        let link = (try pass(for: key)).addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        try browser.open("about:blank")
        try browser.open(server.address + "/#" + link)
        try browser.wait(for: "document.body.dataset.show === 'pass' && document.getElementById('code').dataset.text")
        let text = try shown()
        guard case .signed = binding(of: text) else {
            Issue.record("no proof: \(text)")
            return
        }
        #expect(try browser.value(of: "location.hash") as? String == "", "the pass does not stay in the address")
        for format in ["jwk", "pkcs8"] {
            let outcome = try browser.value(
                of: "crypto.subtle.exportKey('\(format)', pair.privateKey).then(() => 'taken', () => 'refused')")
            #expect(outcome as? String == "refused")
        }
    }

    @Test("a pass for another phone, one for any and what is none are told apart from one's own")
    func notMine() throws {
        _ = try openBound()
        let other = try #require(DeviceKey(text: "DK1:CM0*4MFCF7G462TLX7WSB8$3V7GCPM$EVT7K:DRD7I2%L62I45"))
        for (text, words) in [
            (try pass(for: other), "not bound to this phone"), ("SP1:abc", "no pass"), ("", "no pass"),
        ] {
            try paste(text)
            try browser.wait(for: "document.getElementById('fault').textContent.includes('\(words)')")
            #expect(try browser.value(of: "document.body.dataset.show") as? String == "bind")
        }
    }

    @Test("a phone that cannot keep a key is told what it gets instead")
    func cannot() throws {
        _ = try openBound()
        try browser.value(
            of: "Object.defineProperty(globalThis, 'indexedDB', { value: undefined }); start()")
        try browser.wait(for: "document.body.dataset.show === 'cannot'")
        #expect(try browser.value(of: "document.body.innerText.includes('ordinary pass')") as? Bool == true)
    }
}
