import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Copies the records of jars with an {@code equals} and a {@code hashCode} in plain code: {@code java PlainRecords.java
 * OUT PREFIX JAR...}, those whose names begin so. The compiler has both made of method handles when they are first called. A JVM compiles these; an image
 * interprets them, and takes some 100 microseconds for a record of two sets. Needs Java 24 or later.
 */
class PlainRecords {
    private static final ClassDesc RECORD = ClassDesc.of("java.lang.Record");
    private static final ClassDesc OBJECT_METHODS = ClassDesc.of("java.lang.runtime.ObjectMethods");
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
    private static final MethodTypeDesc EQUALS =
            MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object);

    public static void main(String[] words) throws IOException {
        Path out = Path.of(words[0]);
        int count = 0;
        for (String word : List.of(words).subList(2, words.length)) {
            try (JarFile jar = new JarFile(word)) {
                for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                    JarEntry entry = entries.nextElement();
                    if (entry.getName().startsWith(words[1]) && entry.getName().endsWith(".class")) {
                        count += copy(jar, entry, out) ? 1 : 0;
                    }
                }
            }
        }
        if (count == 0) {
            throw new IOException("no record in " + words[2]);
        }
        System.out.println(count + " records");
    }

    private static boolean copy(JarFile jar, JarEntry entry, Path out) throws IOException {
        ClassModel model = ClassFile.of().parse(jar.getInputStream(entry).readAllBytes());
        if (model.superclass().isEmpty() || !model.superclass().get().matches(RECORD)) {
            return false;
        }
        List<RecordComponentInfo> components =
                model.findAttribute(Attributes.record()).orElseThrow().components();
        ClassDesc self = model.thisClass().asSymbol();
        byte[] plain = ClassFile.of().transformClass(model, (builder, element) -> {
            if (element instanceof MethodModel method && isOfHandles(method, "hashCode")) {
                builder.withMethodBody(method.methodName(), method.methodType(), method.flags().flagsMask(), code ->
                        hashCode(code, self, components));
            } else if (element instanceof MethodModel method && isOfHandles(method, "equals")) {
                builder.withMethodBody(method.methodName(), method.methodType(), method.flags().flagsMask(), code ->
                        equals(code, self, components));
            } else {
                builder.with(element);
            }
        });
        Path file = out.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, plain);
        return true;
    }

    private static boolean isOfHandles(MethodModel method, String name) {
        return method.methodName().equalsString(name)
                && method.code().isPresent()
                && method.code().get().elementStream().anyMatch(element ->
                        element instanceof InvokeDynamicInstruction call
                                && call.bootstrapMethod().owner().equals(OBJECT_METHODS));
    }

    private static void hashCode(CodeBuilder code, ClassDesc self, List<RecordComponentInfo> components) {
        code.iconst_0();
        for (RecordComponentInfo component : components) {
            ClassDesc type = component.descriptorSymbol();
            code.bipush(31).imul().aload(0).getfield(self, component.name().stringValue(), type);
            ClassDesc owner = type.isPrimitive() ? boxOf(type) : OBJECTS;
            ClassDesc argument = type.isPrimitive() ? type : ConstantDescs.CD_Object;
            code.invokestatic(owner, "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, argument)).iadd();
        }
        code.ireturn();
    }

    private static void equals(CodeBuilder code, ClassDesc self, List<RecordComponentInfo> components) {
        Label different = code.newLabel();
        code.aload(1).instanceOf(self).ifeq(different);
        code.aload(1).checkcast(self).astore(2);
        for (RecordComponentInfo component : components) {
            ClassDesc type = component.descriptorSymbol();
            String name = component.name().stringValue();
            code.aload(0).getfield(self, name, type).aload(2).getfield(self, name, type);
            switch (TypeKind.from(type)) {
                case LONG -> code.lcmp().ifne(different);
                case FLOAT, DOUBLE ->
                    code.invokestatic(boxOf(type), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, type, type))
                            .ifne(different);
                case REFERENCE -> code.invokestatic(OBJECTS, "equals", EQUALS).ifeq(different);
                default -> code.if_icmpne(different);
            }
        }
        code.iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
    }

    private static ClassDesc boxOf(ClassDesc primitive) {
        return switch (primitive.descriptorString()) {
            case "Z" -> ConstantDescs.CD_Boolean;
            case "B" -> ConstantDescs.CD_Byte;
            case "S" -> ConstantDescs.CD_Short;
            case "C" -> ConstantDescs.CD_Character;
            case "I" -> ConstantDescs.CD_Integer;
            case "J" -> ConstantDescs.CD_Long;
            case "F" -> ConstantDescs.CD_Float;
            default -> ConstantDescs.CD_Double;
        };
    }
}
