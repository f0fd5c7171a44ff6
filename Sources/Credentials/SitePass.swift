import Vocabulary

/// The site pass: the credential this project defines. What it says, whether it is being made or was read.
public struct SitePass: Hashable, Sendable {
    /// The most characters of a pass: version 9 at level M, which an ordinary phone shows as a coarse code.
    public static let maximumLength = 230
    /// The most characters of what a phone shows of a pass that is bound to it: version 10 at level L. As it is issued such a
    /// pass has 102 fewer.
    public static let maximumShownLength = 340

    /// 16 random bytes.
    public let identifier: [UInt8]
    public let issuer: String
    public let holderClass: HolderClass
    /// Whole seconds.
    public let notBefore: WallTime
    /// Whole seconds; the first instant at which the pass is no longer good.
    public let expires: WallTime
    public let scope: StationScope
    public let isSingleUse: Bool
    /// The phone it is bound to; nil for a pass that whoever has it may show.
    public let deviceKey: DeviceKey?

    /// Both times are rounded down to whole seconds.
    ///
    /// Throws a `SitePassFault` for anything that no pass may say.
    public init(
        identifier: [UInt8], issuer: String, holderClass: HolderClass, notBefore: WallTime, expires: WallTime,
        scope: StationScope, isSingleUse: Bool, deviceKey: DeviceKey? = nil
    ) throws(SitePassFault) {
        guard identifier.count == 16 else { throw .badIdentifier }
        guard Self.isPlain(issuer) else { throw .badIssuer }
        if case .stations(let stations) = scope {
            guard !stations.isEmpty else { throw .noStation }
            guard stations.allSatisfy(Self.isPlain) else { throw .badStation }
            guard !isSingleUse || stations.count == 1 else { throw .singleUseNeedsOneStation }
        } else if isSingleUse {
            throw .singleUseNeedsOneStation
        }
        guard Self.seconds.contains(notBefore.seconds), Self.seconds.contains(expires.seconds) else { throw .badTime }
        guard notBefore.seconds < expires.seconds else { throw .expiresBeforeItBegins }
        self.identifier = identifier
        self.issuer = issuer
        self.holderClass = holderClass
        self.notBefore = WallTime(seconds: notBefore.seconds)
        self.expires = WallTime(seconds: expires.seconds)
        self.scope = scope
        self.isSingleUse = isSingleUse
        self.deviceKey = deviceKey
    }

    /// 16 bytes from the system's random numbers.
    public static func newIdentifier() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// 1970 to 9999.
    private static let seconds: ClosedRange<Int64> = 0...253_402_300_799

    /// Names are shown and logged: nothing in them may steer a terminal, hide or turn the direction of text.
    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy {
                switch $0.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: false
                default: true
                }
            }
    }
}

/// What no pass may say.
public enum SitePassFault: Error, Hashable, Sendable, CustomStringConvertible {
    case badIdentifier
    case badIssuer
    case noStation
    case badStation
    case singleUseNeedsOneStation
    case badTime
    case badKind
    case boundBeyond2106
    case expiresBeforeItBegins
    /// Its code, with what a phone adds, would have this many characters, and may have so many.
    case tooLong(Int, most: Int)

    public var description: String {
        switch self {
        case .badIdentifier: "a pass id is 16 bytes"
        case .badIssuer: "the issuer must be a name of printable characters"
        case .noStation: "a pass names its stations, or all of them"
        case .badStation: "a station must be a name of printable characters"
        case .singleUseNeedsOneStation:
            "a single-use pass names exactly one station, since no station knows what was used at another"
        case .badTime: "times of a pass lie between the years 1970 and 9999"
        case .badKind: "a pass is for a member or for a visitor, once or often"
        case .boundBeyond2106: "times of a pass that is bound to a phone lie before 2106-02-07"
        case .expiresBeforeItBegins: "the pass would expire before it is valid"
        case .tooLong(let count, let most):
            "the code would have \(count) characters, \(count - most) too many: "
                + "shorten the issuer or the station names, or name fewer stations"
        }
    }
}
