import Credentials
import Foundation
import Vocabulary

/// Which camera is meant, by a name that stays with it over unplugging and restarts.
enum CameraName: Hashable, Sendable {
    /// A link that udev makes, absolute: below /dev/v4l/by-id or by-path, or one of a rule of the site's own.
    case path(String)
    /// What the driver calls it, in /sys/class/video4linux/videoN/name.
    case card(String)
}

/// Finds the cameras of this machine in /dev and sysfs; opens no device.
struct CameraFinder: Sendable {
    /// Where device nodes are.
    var devices = "/dev"
    /// Where the kernel tells of video devices.
    var sysfs = "/sys/class/video4linux"

    /// The path to open for a name. Throws `absent` where there is none now, `unusable` where several answer to it.
    func path(of name: CameraName) throws(CameraFault) -> String {
        switch name {
        case .path(let path):
            guard FileManager.default.fileExists(atPath: path) else {
                throw CameraFault(.absent, code: ENOENT, "there is no camera \(path) now; \(found)")
            }
            return path
        case .card(let card):
            let nodes = captureNodes.filter { self.card(of: $0) == card }
            guard let node = nodes.first else {
                throw CameraFault(.absent, code: ENOENT, "there is no camera called \(card.printable) now; \(found)")
            }
            guard nodes.count == 1 else {
                throw CameraFault(
                    .unusable, "\(nodes.count) cameras are called \(card.printable): name one by its path; \(found)")
            }
            return "\(devices)/\(node)"
        }
    }

    /// What may stand in camera.source on this machine.
    var sources: [String] {
        let links = ["by-id", "by-path"].flatMap { folder in
            entries(of: "\(devices)/v4l/\(folder)").filter { $0.hasSuffix("-index0") }.map { "v4l2:\(folder)/\($0)" }
        }
        let cards = captureNodes.compactMap { card(of: $0) }.map { "v4l2:card=\($0)" }
        return links + cards
    }

    /// The same in words, for whoever must choose.
    var found: String {
        let names = sources.map(\.printable)
        return names.isEmpty ? "no camera is plugged in" : "found: " + names.joined(separator: ", ")
    }

    /// The nodes that deliver pictures: of a device's several (pictures, metadata) the first.
    private var captureNodes: [String] {
        entries(of: sysfs).filter { text("\(sysfs)/\($0)/index") == "0" }
    }

    private func card(of node: String) -> String? { text("\(sysfs)/\(node)/name") }

    private func text(_ path: String) -> String? {
        (try? OpenFile.firstLine(of: path))?.trimmingCharacters(in: .whitespaces)
    }

    private func entries(of folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }
}

extension String {
    /// Printable ASCII, with question marks for the rest: a device chooses its own name.
    var printable: String { String(decoding: utf8.map { (32...126).contains($0) ? $0 : 63 }, as: UTF8.self) }
}
