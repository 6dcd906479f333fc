package io.github.cameldatadog.findings.crash;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a JVM with the class path of this one is started quickly. Its classes come from an archive, once there is one, which takes
 * half the time; archives want jars, so folders of classes are packed.
 */
public final class QuickJvm {

    private static final List<String> OPTIONS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Xlog:cds=off",
            "-XX:+UseSerialGC",
            "-Xmx200m",
            "-XX:-UsePerfData");

    private static final Path FOLDER = folder();
    private static final Path ARCHIVE = FOLDER.resolve("classes.jsa");
    private static final String CLASS_PATH = classPath();

    private QuickJvm() {}

    /** The class path of this process, all of it jars. */
    public static String packedClassPath() {
        return CLASS_PATH;
    }

    /** @param makesArchive whether the archive is made when it ends; else one that is there is used */
    static List<String> command(Class<?> main, boolean makesArchive, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        if (makesArchive) {
            command.add("-XX:ArchiveClassesAtExit=" + ARCHIVE);
        } else if (Files.exists(ARCHIVE)) {
            command.add("-XX:SharedArchiveFile=" + ARCHIVE);
        }
        command.addAll(List.of("-cp", CLASS_PATH, main.getName()));
        command.addAll(arguments);
        return command;
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("quick-jvm");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What this process runs on, which not every launcher says the same way. */
    private static String classPath() {
        ARCHIVE.toFile().deleteOnExit();
        Set<Path> parts = new LinkedHashSet<>();
        if (QuickJvm.class.getClassLoader() instanceof URLClassLoader loader) {
            Stream.of(loader.getURLs()).map(QuickJvm::pathOf).forEach(parts::add);
        }
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .forEach(parts::add);
        return parts.stream()
                .filter(Files::exists)
                .map(part -> Files.isDirectory(part) ? packed(part) : part)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path pathOf(URL url) {
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path packed(Path classes) {
        try (Stream<Path> all = Files.walk(classes)) {
            Path jar = Files.createTempFile(FOLDER, "classes", ".jar");
            jar.toFile().deleteOnExit();
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
                out.setLevel(0);
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
                    out.putNextEntry(new JarEntry(name));
                    Files.copy(file, out);
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
