import Foundation
import Vocabulary

/// A source opened for a reader: what it is told, and the descriptors that travel along, closed here when it goes.
///
/// It must go as soon as they were sent: a camera's descriptor that is kept makes the next reader find it busy.
public struct OpenedSource: ~Copyable {
    public let description: SourceDescription
    public private(set) var descriptors: [CInt] = []

    fileprivate init(_ description: SourceDescription) { self.description = description }

    deinit {
        for descriptor in descriptors { close(descriptor) }
    }

    /// Opens one file more, which must be of one of these kinds (`S_IFCHR` and its sisters, stat(2)).
    fileprivate mutating func open(
        _ path: String, _ access: CInt, as kinds: [mode_t], otherwise: String
    ) throws(CameraFault) {
        var descriptor: CInt
        repeat {
            descriptor = Glibc.open(path, access | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        } while descriptor == -1 && errno == EINTR
        guard descriptor >= 0 else { throw CameraFault(opening: path, code: errno) }
        descriptors.append(descriptor)
        var status = stat()
        guard fstat(descriptor, &status) == 0, kinds.contains(status.st_mode & S_IFMT) else {
            throw CameraFault(.unusable, "\(path.printable) \(otherwise)")
        }
    }
}

extension CameraSource {
    /// As many files as one replay may have: the kernel passes 253 descriptors at once (SCM_MAX_FD).
    static let mostFiles = 250
    private static let pictureKinds: Set<String> = ["y4m", "png", "jpg", "jpeg", "pgm"]

    /// Opens it anew. `isLooped` and `isPaced` count for a replay, `settings` for a device.
    public func open(
        settings: CameraSettings, isLooped: Bool, isPaced: Bool
    ) throws(CameraFault) -> OpenedSource {
        try open(
            settings: settings, isLooped: isLooped, isPaced: isPaced, finder: CameraFinder())
    }

    func open(
        settings: CameraSettings, isLooped: Bool, isPaced: Bool, finder: CameraFinder
    ) throws(CameraFault) -> OpenedSource {
        switch kind {
        case .device(let name):
            var opened = OpenedSource(.device(settings))
            try opened.open(try finder.path(of: name), O_RDWR, as: [S_IFCHR], otherwise: "is no device")
            return opened
        case .stream(let path, let width, let height, let hasChroma):
            var opened = OpenedSource(.stream(width: width, height: height, hasChroma: hasChroma))
            try opened.open(path, O_RDONLY, as: [S_IFIFO, S_IFREG], otherwise: "is neither a pipe nor a file")
            return opened
        case .replay(let path):
            let files = try Self.files(of: path)
            let names = files.map { URL(fileURLWithPath: $0).lastPathComponent }
            var opened = OpenedSource(.replay(names: names, isLooped: isLooped, isPaced: isPaced))
            for file in files { try opened.open(file, O_RDONLY, as: [S_IFREG], otherwise: "is no file") }
            return opened
        case .scene(let script): return OpenedSource(.scene(try SceneScript.acts(of: script)))
        }
    }

    /// A file itself, or the pictures and films of a folder, by name.
    private static func files(of path: String) throws(CameraFault) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return [path]
        }
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw CameraFault(.failed, "\(path.printable) cannot be listed: correct its permissions")
        }
        let pictures = names.filter {
            pictureKinds.contains(URL(fileURLWithPath: $0).pathExtension.lowercased())
        }.sorted()
        guard (1...mostFiles).contains(pictures.count) else {
            throw CameraFault(
                .unusable,
                "\(path.printable) holds \(pictures.count) files of frames (y4m, png, jpg, pgm): "
                    + "between 1 and \(mostFiles) can be replayed")
        }
        return pictures.map { "\(path)/\($0)" }
    }
}

extension CameraFault {
    /// Why a source cannot be opened.
    fileprivate init(opening path: String, code: CInt) {
        let cause = "\(path.printable): \(String(cString: strerror(code)))"
        switch code {
        case ENOENT, ENODEV, ENXIO, ENOTDIR:
            self.init(.absent, code: code, "\(cause): is it plugged in and written right?")
        case EBUSY: self.init(.busy, code: code, "\(cause): stop the other program that has it")
        case EACCES, EPERM:
            self.init(.failed, code: code, "\(cause): let the service's user read it (a camera: the group video)")
        default: self.init(.failed, code: code, "\(cause): see the kernel's log")
        }
    }
}
