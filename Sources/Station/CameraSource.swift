import Foundation
import Vocabulary

/// What `camera.source` of the configuration says: where this gate's frames come from.
public struct CameraSource: Hashable, Sendable, CustomStringConvertible {
    enum Kind: Hashable, Sendable {
        case device(CameraName)
        /// Without a size the stream is y4m.
        case stream(path: String, width: Int, height: Int, hasChroma: Bool = false)
        case replay(path: String)
        case scene(script: String)
    }

    let kind: Kind
    /// As it was configured.
    public let description: String

    /// Reads `v4l2:by-id/NAME`, `v4l2:by-path/NAME`, `v4l2:/dev/LINK`, `v4l2:card=NAME`, `stream:PATH` (y4m),
    /// `stream:PATH?width=W&height=H` (bare luma frames; with `&chroma=420` those of 4:2:0), `replay:PATH` (a file or a folder of them) or
    /// `scene:PATH` (a drawn doorway; the file says who comes).
    /// Relative paths count from `folder`.
    public init(_ text: String, relativeTo folder: String) throws(CameraSourceFault) {
        try self.init(text, relativeTo: folder, finder: CameraFinder())
    }

    init(_ text: String, relativeTo folder: String, finder: CameraFinder) throws(CameraSourceFault) {
        description = text
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        func path(_ text: String) -> String { text.hasPrefix("/") ? text : "\(folder)/\(text)" }
        switch (parts[0], parts.dropFirst().first ?? "") {
        case ("scene", let name) where !name.isEmpty: kind = .scene(script: path(name))
        case ("v4l2", let name) where !name.isEmpty: kind = .device(try Self.device(name, finder: finder))
        case ("replay", let name) where !name.isEmpty: kind = .replay(path: path(name))
        case ("stream", let name) where !name.isEmpty:
            let (name, width, height, hasChroma) = try Self.stream(name)
            kind = .stream(path: path(name), width: width, height: height, hasChroma: hasChroma)
        default:
            throw CameraSourceFault(
                what: "\"\(text.printable)\" is none of v4l2:/dev/scan-camera (the board's one USB camera), "
                    + "v4l2:by-id/NAME, v4l2:by-path/NAME, v4l2:card=NAME, stream:PATH, replay:PATH and scene:PATH")
        }
    }

    /// Whether it shows what is at the door; a drawn or replayed camera must never move a real lock.
    public var isReal: Bool {
        switch kind {
        case .device, .stream: true
        case .replay, .scene: false
        }
    }

    /// The device node or pipe that it opens now; nil where it opens none. Throws where there is no such camera.
    public func node() throws(CameraFault) -> String? {
        switch kind {
        case .device(let name): try CameraFinder().path(of: name)
        case .stream(let path, _, _, _): path
        case .replay, .scene: nil
        }
    }

    /// Whether it is a V4L2 device.
    public var isDevice: Bool { if case .device = kind { true } else { false } }

    /// Whether more may come where it ended: a pipe's writer can return, a replay is over.
    public var reopensAtEnd: Bool { isReal }

    private static func device(_ name: String, finder: CameraFinder) throws(CameraSourceFault) -> CameraName {
        if let card = name.dropPrefix("card="), !card.isEmpty { return .card(card) }
        for folder in ["by-id/", "by-path/"] {
            if let link = name.dropPrefix(folder), !link.isEmpty, !link.contains("/") {
                return .path("/dev/v4l/\(folder)\(link)")
            }
        }
        if let number = name.dropPrefix("/dev/video"), !number.isEmpty, number.allSatisfy(\.isNumber) {
            throw CameraSourceFault(
                what: "\"v4l2:\(name)\" names a camera by number, and numbers change when cameras are "
                    + "plugged in another order: choose a name that stays; \(finder.found)")
        }
        guard name.hasPrefix("/dev/") else {
            throw CameraSourceFault(
                what: "\"v4l2:\(name.printable)\" names no camera: choose by-id, by-path or card=; "
                    + finder.found)
        }
        return .path(name)
    }

    private static func stream(_ text: String) throws(CameraSourceFault) -> (
        path: String, width: Int, height: Int, hasChroma: Bool
    ) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return (text, 0, 0, false) }
        var values = parts[1].split(separator: "&", omittingEmptySubsequences: false).map(String.init)
        let hasChroma = values.count == 3 && values[2] == "chroma=420"
        if hasChroma { values.removeLast() }
        let sizes = zip(values, ["width=", "height="]).compactMap { $0.dropPrefix($1).flatMap { Int($0) } }
        guard values.count == 2, sizes.count == 2, sizes.allSatisfy((16...8192).contains), !parts[0].isEmpty else {
            throw CameraSourceFault(
                what: "\"stream:\(text.printable)\": after the question mark belongs "
                    + "width=W&height=H, each 16 to 8192, and for 4:2:0 &chroma=420")
        }
        return (parts[0], sizes[0], sizes[1], hasChroma)
    }
}

/// A `camera.source` that means nothing here; the configuration must be corrected.
public struct CameraSourceFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let what: String
    public var description: String { what }
}

extension String {
    /// What comes after a prefix; nil where it does not begin with it.
    fileprivate func dropPrefix(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
