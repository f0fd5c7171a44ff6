import CZBarShim
import Foundation

/// The library that decodes codes, and what is known to be wrong with it.
public struct ZBarCheck {
    /// A version of zbar.
    public struct Version: Hashable, Comparable, Sendable, CustomStringConvertible {
        var major: UInt32
        var minor: UInt32
        var patch: UInt32

        public static func < (a: Self, b: Self) -> Bool { (a.major, a.minor, a.patch) < (b.major, b.minor, b.patch) }
        public var description: String { "\(major).\(minor).\(patch)" }

        /// The one that is loaded.
        public static var loaded: Self {
            var version = Self(major: 0, minor: 0, patch: 0)
            qr_scanner_version(&version.major, &version.minor, &version.patch)
            return version
        }
    }

    /// From this on upstream's sources bound what a code can overwrite (CVE-2023-40889, CVE-2023-40890).
    static let bounded = Version(major: 0, minor: 23, patch: 93)
    /// Debian's update with the same two mended, by the version it stands on.
    static let mended = ["0.23.92": "0.23.92-7+deb12u1"]

    /// `package` is the version of libzbar0 that dpkg knows; nil where it does not.
    public static func check(_ version: Version = .loaded, package: String?) -> Check {
        let what = "\(version)\(package.map { ", Debian's \($0)" } ?? "")"
        let isMended =
            version >= bounded || mended["\(version)"].flatMap { fixed in package.map { isAtLeast($0, fixed) } } == true
        guard !isMended else {
            return .ok(
                .zbar, "\(what): no known fault that a code could use; the reader's walls hold whatever is not known")
        }
        return .warning(
            .zbar,
            "\(what): a printed code may write beyond its memory (CVE-2023-40889, CVE-2023-40890); the reader's walls keep it in",
            mend: "apt-get update && apt-get install --only-upgrade libzbar0 && systemctl restart scan-appliance")
    }

    /// What dpkg knows of libzbar0.
    public static func package(_ machine: Machine) -> String? {
        guard let status = machine.text("/var/lib/dpkg/status") else { return nil }
        let entries = status.components(separatedBy: "\n\n")
        let entry = entries.first { $0.hasPrefix("Package: libzbar0\n") || $0.hasPrefix("Package: libzbar0t64\n") }
        return entry?.split(separator: "\n").first { $0.hasPrefix("Version: ") }.map { String($0.dropFirst(9)) }
    }

    /// Digits by their value and all else by its letters: enough for versions of one source (deb-version(7)).
    private static func isAtLeast(_ version: String, _ fixed: String) -> Bool {
        version.compare(fixed, options: .numeric) != .orderedAscending
    }
}
