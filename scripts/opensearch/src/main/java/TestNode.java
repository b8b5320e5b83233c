import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;

/**
 * One node of a real OpenSearch in this process, on 127.0.0.1, with the settings that were given as name=value.
 * It ends when its standard input is closed, which happens however the process that started it ends.
 */
public final class TestNode extends Node {
    private static final String[] PLUGINS = {
        "org.opensearch.transport.Netty4", "org.opensearch.analysis.common.CommonAnalysis",
        "org.opensearch.percolator.Percolator"
    };

    @SuppressWarnings({"unchecked", "rawtypes"})
    private TestNode(Environment environment) throws Exception {
        super(environment, (Collection) plugins(), false);
    }

    public static void main(String[] given) throws Exception {
        Settings.Builder settings = Settings.builder();
        for (String one : given) {
            String[] parts = one.split("=", 2);
            if (parts[1].contains(",")) {
                settings.putList(parts[0], parts[1].split(","));
            } else {
                settings.put(parts[0], parts[1]);
            }
        }
        Settings read = settings.build();
        Node node = new TestNode(
            InternalSettingsPreparer.prepareEnvironment(read, Map.of(), null, () -> read.get("node.name")));
        node.start();
        while (System.in.read() >= 0) {
            // nothing is ever written: read returns when the other end is closed
        }
        Runtime.getRuntime().halt(0);
    }

    /** Version 2 takes the plugins' classes, version 3 takes descriptions of its "modules". */
    private static List<Object> plugins() throws Exception {
        List<Object> found = new ArrayList<>();
        for (String name : PLUGINS) {
            if (Version.CURRENT.major < 3) {
                found.add(Class.forName(name + "Plugin"));
                continue;
            }
            String module = name + "ModulePlugin";
            Class<?> info = Class.forName("org.opensearch.plugins.PluginInfo");
            for (var made : info.getConstructors()) {
                Class<?>[] types = made.getParameterTypes();
                if (types.length == 9 && types[3] == Version.class) {
                    found.add(made.newInstance(
                        module, module, "NA", Version.CURRENT, "21", module, null, List.of(), false));
                }
            }
        }
        return found;
    }
}
