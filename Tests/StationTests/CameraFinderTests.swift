import Foundation
import Testing
import Vocabulary

@testable import Station

/// A folder laid out as /dev and sysfs are, and gone afterwards.
final class CameraTree {
    let root: String
    var finder: CameraFinder { CameraFinder(devices: "\(root)/dev", sysfs: "\(root)/sys") }

    init() throws {
        root = NSTemporaryDirectory() + "cameras-\(UUID().uuidString)"
        for folder in ["dev/v4l/by-id", "dev/v4l/by-path", "sys"] { try add(folder: folder) }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func add(folder: String) throws {
        try FileManager.default.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
    }

    /// A node that is /dev/full, as sysfs tells of it, and its link where it has one.
    func add(node: String, card: String, index: Int = 0, link: String? = nil) throws {
        try add(folder: "sys/\(node)")
        try write(card + "\n", to: "sys/\(node)/name")
        try write("\(index)\n", to: "sys/\(node)/index")
        try symlink("dev/\(node)", to: "/dev/full")
        if let link { try symlink("dev/v4l/by-id/\(link)", to: "../../\(node)") }
    }

    func write(_ text: String, to file: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(root)/\(file)"))
    }

    func symlink(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: "\(root)/\(path)", withDestinationPath: target)
    }
}

/// The fault that a body throws.
func cameraFault(_ body: () throws -> Void) -> CameraFault? {
    do {
        try body()
        return nil
    } catch { return error as? CameraFault }
}

@Suite struct CameraFinderTests {
    @Test("a card name finds the node with pictures, not the one with metadata")
    func card() throws {
        let tree = try CameraTree()
        try tree.add(node: "video1", card: "HD Webcam", index: 1)
        try tree.add(node: "video4", card: "HD Webcam")
        try tree.add(node: "video2", card: "Other")
        #expect(try tree.finder.path(of: .card("HD Webcam")) == "\(tree.root)/dev/video4")
    }

    @Test("two cameras of one name are not guessed between")
    func ambiguous() throws {
        let tree = try CameraTree()
        try tree.add(node: "video0", card: "HD Webcam", link: "usb-A-video-index0")
        try tree.add(node: "video2", card: "HD Webcam")
        let fault = cameraFault { _ = try tree.finder.path(of: .card("HD Webcam")) }
        #expect(fault?.kind == .unusable)
        #expect(fault?.what.contains("v4l2:by-id/usb-A-video-index0") == true)
    }

    @Test("a camera that is not there is absent, and those that are there are named, in printable letters")
    func absent() throws {
        let tree = try CameraTree()
        #expect(
            cameraFault { _ = try tree.finder.path(of: .card("X")) }?.what
                == "there is no camera called X now; no camera is plugged in")
        try tree.add(node: "video0", card: "Caf\u{1b}é", link: "usb-B-video-index0")
        try tree.symlink("dev/v4l/by-id/usb-B-video-index1", to: "../../video0")
        let fault = cameraFault { _ = try tree.finder.path(of: .path("\(tree.root)/dev/v4l/by-id/usb-C")) }
        #expect(fault?.kind == .absent)
        #expect(fault?.what.hasSuffix("found: v4l2:by-id/usb-B-video-index0, v4l2:card=Caf???") == true)
    }

    @Test("a link that leads nowhere is absent")
    func dangling() throws {
        let tree = try CameraTree()
        try tree.symlink("dev/v4l/by-id/usb-D", to: "../../video9")
        #expect(
            cameraFault { _ = try tree.finder.path(of: .path("\(tree.root)/dev/v4l/by-id/usb-D")) }?.kind == .absent)
    }

    @Test("the watch tells of nodes and links that appear, also in folders that came later, and of nothing else")
    func watch() throws {
        let tree = try CameraTree()
        try FileManager.default.removeItem(atPath: "\(tree.root)/dev/v4l")
        let watch = try #require(CameraWatch(devices: "\(tree.root)/dev"))
        func told() -> Bool {
            var entry = pollfd(fd: watch.descriptor, events: Int16(POLLIN), revents: 0)
            return poll(&entry, 1, 2000) == 1 && watch.drain()
        }
        #expect(!watch.drain())
        try tree.write("", to: "dev/ttyUSB0")
        #expect(!told())
        try tree.add(node: "video0", card: "HD")
        #expect(told())
        try tree.add(folder: "dev/v4l")
        #expect(told())
        try tree.add(folder: "dev/v4l/by-id")
        #expect(told())
        try tree.symlink("dev/v4l/by-id/usb-E-video-index0", to: "../../video0")
        #expect(told())
    }
}
