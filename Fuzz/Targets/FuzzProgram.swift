import CLibFuzzer
import Foundation

/// `fuzz TARGET PATH ... [-OPTION=VALUE ...]`: gives the inputs that libFuzzer makes up to one of our parsers.
///
/// A PATH that is a folder is the target's corpus, which gets the target's seeds first; a PATH that is a file is run
/// once. Without a target, the names of all are printed.
@main
enum FuzzProgram {
    static let targets =
        PostgresTargets.all + CopyTargets.all + SQLTargets.all + StreamTargets.all + KinesisTargets.all
        + ReplicationTargets.all + ShareTargets.all + HTTPTargets.all

    /// The target that the command line names.
    private static let selected: FuzzTarget? = CommandLine.arguments.dropFirst().first.flatMap { name in
        targets.first { $0.name == name }
    }

    static func main() throws {
        guard let selected else {
            for target in targets { print(target.name) }
            return
        }
        var options = [CommandLine.arguments[0]]
        for argument in CommandLine.arguments.dropFirst(2) {
            options.append(argument)
            if let folder = folder(argument) {
                try selected.prepare(corpus: folder)
                if !selected.words.isEmpty { options.append("-dict=\(selected.dictionary(of: folder).path)") }
            }
        }
        runDriver(options)
    }

    private static func folder(_ argument: String) -> URL? {
        let url = URL(fileURLWithPath: argument)
        // A path that is not there is an option.
        let isFolder = (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory
        return isFolder == true ? url : nil
    }

    /// Does not return: libFuzzer ends the process with its own status.
    private static func runDriver(_ options: [String]) {
        var count = Int32(options.count)
        var pointers: [UnsafeMutablePointer<CChar>?] = options.map { strdup($0) } + [nil]
        let status = pointers.withUnsafeMutableBufferPointer { buffer in
            var arguments = buffer.baseAddress
            return LLVMFuzzerRunDriver(&count, &arguments) { data, size in
                FuzzProgram.selected?.run(Array(UnsafeBufferPointer(start: data, count: size)))
                return 0
            }
        }
        exit(status)
    }
}
